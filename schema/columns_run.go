package schema

func changeTable() Table {
	return Table{Name: "change", Meaning: "One row is one version of a course opening or closing.", Key: []string{"id"},
		Columns: row(
			typed("id", TypeInteger, "Order of the changes", "", "").must(),
			typed("run", TypeInteger, "The run that found it", "", "").must(),
			text("course_key", "The course", "", "").must(),
			typed("version", TypeInteger, "The version that opened or closed", "", "").must(),
			text("kind", "added, changed, closed or reopened", "", "").must(),
			text("cause", "source, parser, model, vocabulary or schema", "", "").must(),
			text("fields", "The fields that differ, separated by commas", "", "").must(),
			typed("at", TypeTime, "When it was found", "", "").must(),
		)}
}

func pageTable() Table {
	return Table{Name: "page", Meaning: "One row is one URL of a site: what is known of it, and its place in the frontier.", Key: []string{"site", "url"},
		Columns: cols(row(
			typed("id", TypeInteger, "Order in which pages were found", "", "").must().internal(),
			text("site", "Id of the site profile", "", "").must(),
			text("url", "Canonical URL", "", "").must(),
			text("kind", "course, listing or sitemap", "", "").must(),
		), pageFrontier(), pageAnswer())}
}

func pageFrontier() []Column {
	return row(
		text("state", "fresh, claimed, done, failed or gone", "", "").must(),
		typed("lane", TypeInteger, "Queue: 0 never seen, 1 listing, 2 page, 3 retry in this run, 4 put off, 9 in hand", "", "").must().internal(),
		typed("turn", TypeInteger, "Last run that dealt with it", "", "").must().internal(),
		typed("next_try", TypeInteger, "Not asked before (Unix milliseconds)", "", "").must().internal(),
		typed("depth", TypeInteger, "Links from a start page", "", "").must(),
		text("parent", "URL it was found on", "", ""),
		typed("attempts", TypeInteger, "Tries in the last run", "", "").must().internal(),
		text("owner", "Process that has it in hand", "", "").internal(),
		text("lastmod", "The sitemap's date: a hint only", "", ""),
	)
}

func pageAnswer() []Column {
	return row(
		typed("asked_run", TypeInteger, "Last run that asked for it", "", ""),
		text("outcome", "How the last fetch ended", "", ""),
		text("reason", "In words", "", ""),
		typed("status", TypeInteger, "HTTP status of the last answer", "", ""),
		text("final_url", "Where redirects led, when elsewhere", "", ""),
		typed("first_seen", TypeTime, "First good answer", "", ""),
		typed("last_seen", TypeTime, "Last good answer", "", ""),
		typed("seen_run", TypeInteger, "Run of the last good answer", "", ""),
		typed("gone_run", TypeInteger, "Last run in which it was gone", "", ""),
		typed("gone_count", TypeInteger, "Runs in a row in which it was gone", "", "").must(),
		text("etag", "Validator of the last good answer", "", "").internal(),
		text("last_modified", "Validator of the last good answer", "", "").internal(),
		text("content_type", "As received", "", ""),
		text("sha256", "Hash of the last good body", "", ""),
		text("content_hash", "Hash of its content region", "", ""),
		text("capture", "Archive record of the last good body", "", ""),
		typed("fetched_at", TypeTime, "When the last good body was received", "", ""),
		typed("courses", TypeInteger, "Courses read on it; null when it was not read", "", ""),
		text("refusal", "Why it gave no course", "", ""),
		typed("links", TypeInteger, "Links to courses, for a listing", "", "").must(),
		typed("noindex", TypeBoolean, "The site asks not to index it", "", "").must(),
		typed("tdm_reserved", TypeBoolean, "The site reserves text and data mining", "", "").must(),
	)
}

func runTable() Table {
	return Table{Name: "run", Meaning: "One row is one harvest, import or reparse of one site.", Key: []string{"id"},
		Columns: row(
			typed("id", TypeInteger, "Order of the runs", "", "").must(),
			text("site", "Id of the site profile", "", "").must(),
			text("kind", "harvest, import or reparse", "", "").must(),
			text("state", "running, done, partial, interrupted, failed or refused", "", "").must(),
			typed("started", TypeTime, "When it began", "", "").must(),
			typed("ended", TypeTime, "When it ended", "", ""),
			typed("complete", TypeBoolean, "The whole site was walked", "", "").must(),
			typed("pages", TypeInteger, "Answers received", "", "").must(),
			typed("added", TypeInteger, "Courses added", "", "").must(),
			typed("changed", TypeInteger, "Courses changed", "", "").must(),
			typed("same", TypeInteger, "Courses as before", "", "").must(),
			typed("closed", TypeInteger, "Courses closed", "", "").must(),
			typed("sessions", TypeInteger, "Sessions of the courses seen", "", "").must(),
			text("outcomes", "Pages by outcome, a JSON object", "", "").must(),
			text("issues", "Issues by code, a JSON object", "", "").must(),
			text("refusals", "Pages without a course by reason, a JSON object", "", "").must(),
			text("limits", "Limits that fired, a JSON object", "", "").must(),
			text("note", "Why it ended as it did", "", "").must(),
			text("version", "Version of carif", "", "").must(),
		)}
}
