package skim

// tag is an element this package has a use for; 0 is any other.
type tag uint8

const (
	tagOther tag = iota
	tagA
	tagArea
	tagArticle
	tagBase
	tagBody
	tagFrame
	tagH1
	tagHTML
	tagFooter
	tagIframe
	tagImg
	tagInput
	tagLink
	tagMain
	tagMeta
	tagTitle
	tagInline // b, em, span …
	tagVoid   // br, img …
	tagHidden // noscript, svg, template: no visible text
	tagChrome // nav: never content
	tagScript // script, style: raw and hidden
	tagRaw    // textarea and the like
)

// What a tag means for the text around it.
type trait uint8

const (
	isInline trait = 1 << iota // does not part words
	isVoid                     // has no end
	isHidden                   // holds no visible text
	isChrome                   // is never content
	isRaw                      // holds text up to its own end tag, markup or not
)

var traits = [...]trait{tagA: isInline, tagArea: isVoid, tagBase: isVoid, tagImg: isVoid, tagInput: isVoid,
	tagLink: isVoid, tagMeta: isVoid,
	tagIframe: isHidden | isRaw, tagTitle: isRaw, tagInline: isInline, tagVoid: isVoid, tagHidden: isHidden,
	tagChrome: isChrome,
	tagScript: isHidden | isRaw, tagRaw: isRaw}

func (t tag) has(x trait) bool { return traits[t]&x != 0 }

func tagOf(name []byte) tag {
	var low [10]byte
	if len(name) > len(low) {
		return tagOther
	}
	switch string(lowered(low[:0], name)) {
	case "a":
		return tagA
	case "area":
		return tagArea
	case "article":
		return tagArticle
	case "base":
		return tagBase
	case "body":
		return tagBody
	case "frame":
		return tagFrame
	case "h1":
		return tagH1
	case "html":
		return tagHTML
	case "footer":
		return tagFooter
	case "img":
		return tagImg
	case "iframe":
		return tagIframe
	case "input":
		return tagInput
	case "link":
		return tagLink
	case "main":
		return tagMain
	case "meta":
		return tagMeta
	case "title":
		return tagTitle
	case "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u", "mark":
		return tagInline
	case "br", "col", "embed", "hr", "source", "track", "wbr":
		return tagVoid
	case "noscript", "svg", "template":
		return tagHidden
	case "nav":
		return tagChrome
	case "script", "style":
		return tagScript
	case "textarea", "xmp", "noembed", "noframes":
		return tagRaw
	}
	return tagOther
}
