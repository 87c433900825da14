-- departments: How many courses and sessions take place in each department?
SELECT department, department_name, region_name, count(DISTINCT course_key) AS courses, count(*) AS sessions
FROM v_session
GROUP BY department
ORDER BY sessions DESC, department;

-- open: In how many sessions can one enrol today, by region of 2016 and before? (null: the page does not tell)
SELECT region_name, old_region_name, open_on, count(*) AS sessions
FROM v_session
GROUP BY region, old_region, open_on
ORDER BY region_name, old_region_name, open_on;

-- overdue: How many sessions does each site call open although they are over by their dates?
SELECT site, count(*) AS printed_open, sum(state_dates = 'ended') AS over,
  round(100.0 * sum(state_dates = 'ended') / count(*), 1) AS percent
FROM v_session
WHERE state = 'open'
GROUP BY site
ORDER BY over DESC, site;

-- months: How many sessions begin in each month? (only dates known to the day or month)
SELECT strftime('%Y-%m', start_on) AS month, count(*) AS sessions, count(DISTINCT course_key) AS courses
FROM v_session
WHERE date_precision IN ('day', 'month') AND start_on IS NOT NULL
GROUP BY month
ORDER BY month;

-- levels: Which level do courses lead to, and how many pages do not say?
SELECT exit_level_code, exit_level, count(*) AS courses,
  round(100.0 * count(*) / (SELECT count(*) FROM v_course), 1) AS percent
FROM v_course
GROUP BY exit_level_code, coalesce(exit_level_code, exit_level)
ORDER BY exit_level_code IS NULL, CAST(exit_level_code AS INTEGER), courses DESC;

-- audiences: Which audiences do courses name?
SELECT a.code, coalesce(a.label, a.raw) AS audience, a.fit, count(DISTINCT a.course_key) AS courses
FROM course_audience a JOIN v_course c ON c.key = a.course_key
GROUP BY 1, 2, 3
ORDER BY courses DESC, 2;

-- prices: What does an hour cost on each site, where both price and hours are printed?
SELECT site, count(*) AS courses, round(percentile(price_eur / total_hours, 25), 2) AS quarter,
  round(median(price_eur / total_hours), 2) AS median, round(percentile(price_eur / total_hours, 75), 2) AS three_quarters
FROM v_course
WHERE price_eur > 0 AND total_hours > 0
GROUP BY site
ORDER BY site;

-- teaching: How are courses taught: on site, blended, remote?
SELECT site, teaching_mode_code, teaching_mode, count(*) AS courses
FROM v_course
GROUP BY site, teaching_mode_code, coalesce(teaching_mode_code, teaching_mode)
ORDER BY site, courses DESC, teaching_mode;

-- filled: Which share of each site's courses states price, hours, levels, audience, codes? (ask before you compare)
SELECT site, count(*) AS courses, round(100.0 * avg(price_eur IS NOT NULL)) AS price,
  round(100.0 * avg(total_hours IS NOT NULL)) AS hours, round(100.0 * avg(entry_level_code IS NOT NULL)) AS entry_level,
  round(100.0 * avg(exit_level_code IS NOT NULL)) AS exit_level, round(100.0 * avg(audience IS NOT NULL)) AS audience,
  round(100.0 * avg(rome IS NOT NULL)) AS rome, round(100.0 * avg(formacode IS NOT NULL)) AS formacode,
  round(100.0 * avg(sessions > 0)) AS sessions
FROM v_course
GROUP BY site
ORDER BY site;

-- providers: Which providers offer the most? (spellings that differ by case and accents only count as one)
SELECT min(provider) AS provider, count(*) AS courses, sum(sessions) AS sessions, count(DISTINCT site) AS sites
FROM v_course
WHERE provider IS NOT NULL
GROUP BY fold(provider)
ORDER BY courses DESC, provider
LIMIT 20;
