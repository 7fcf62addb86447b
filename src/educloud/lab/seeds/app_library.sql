-- 图书借阅系统（合成数据）: every name and number below is generated.
CREATE TABLE books (
    book_id integer GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
    isbn text NOT NULL UNIQUE,
    title text NOT NULL,
    author text NOT NULL,
    copies smallint NOT NULL CHECK (copies >= 0),
    cover text
);
INSERT INTO books (isbn, title, author, copies, cover)
SELECT '978-7-000-' || lpad(i::text, 5, '0'),
    (ARRAY['少年科学画报', '中原民间故事', '趣味数学', '唐诗选读', '黄河的传说', '植物图谱'])[i % 6 + 1]
        || ' 第' || i / 6 + 1 || '册（合成）',
    (ARRAY['合成作者甲', '合成作者乙', '合成作者丙'])[i % 3 + 1],
    i % 5 + 1,
    CASE WHEN i <= 60 THEN format('封面/图书%s.png', lpad(i::text, 3, '0')) END
FROM generate_series(1, 3600) AS i;

CREATE TABLE readers (
    reader_id integer PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('学生', '教师'))
);
INSERT INTO readers
SELECT i, '读者' || i || '（合成）', CASE WHEN i % 15 = 0 THEN '教师' ELSE '学生' END
FROM generate_series(1, 1500) AS i;

CREATE TABLE loans (
    loan_id bigserial PRIMARY KEY,
    book_id integer NOT NULL REFERENCES books,
    reader_id integer NOT NULL REFERENCES readers,
    lent_on date NOT NULL,
    returned_on date CHECK (returned_on >= lent_on)
);
INSERT INTO loans (book_id, reader_id, lent_on, returned_on)
SELECT (i * 7) % 3600 + 1001, (i * 11) % 1500 + 1, date '2026-03-01' + i % 240,
    CASE WHEN i % 9 <> 0 THEN date '2026-03-01' + i % 240 + 14 END
FROM generate_series(1, 14200) AS i;
CREATE INDEX loans_open ON loans (reader_id) WHERE returned_on IS NULL;

CREATE TABLE access_log (
    entry_id bigserial PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    note text NOT NULL
);
INSERT INTO access_log (at, note)
SELECT timestamptz '2026-11-01 08:00+08' + i * interval '13 minutes', '借书柜台（合成）' || i
FROM generate_series(1, 700) AS i;
