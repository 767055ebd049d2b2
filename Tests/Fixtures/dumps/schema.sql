-- The database that the dumps beside this file were made of; see README.md.
CREATE SCHEMA market;
CREATE TABLE public.sources(id serial primary key, name text not null unique);
INSERT INTO sources(name) VALUES ('btc_price'),('eth_price');
CREATE TABLE public.timeseries_data (
  source_id int not null, "timestamp" timestamptz(3) not null, open numeric(20,8), high numeric(20,8), low numeric(20,8), close numeric(20,8), volume numeric(30,8), value numeric(20,8),
  gen numeric GENERATED ALWAYS AS (open*2) STORED,
  PRIMARY KEY (source_id,"timestamp")) PARTITION BY RANGE ("timestamp");
CREATE TABLE timeseries_data_2024_01 PARTITION OF timeseries_data FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE timeseries_data_2024_02 (value numeric(20,8), source_id int not null, "timestamp" timestamptz(3) not null, close numeric(20,8), open numeric(20,8), high numeric(20,8), low numeric(20,8),  volume numeric(30,8), gen numeric GENERATED ALWAYS AS (open*2) STORED);
ALTER TABLE timeseries_data ATTACH PARTITION timeseries_data_2024_02 FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
INSERT INTO timeseries_data(source_id,"timestamp",open,high,low,close,volume,value)
 SELECT 1, t, 42000.12345678+i, 42100+i, 41900+i, 42050.00000001+i, 1e3+i, CASE WHEN i%3=0 THEN null ELSE i END FROM (SELECT generate_series('2024-01-30'::timestamptz,'2024-02-02','6 hours') t, generate_series(1,13) i) x;
CREATE TABLE market."Odd ""Table""; --x" ("select" int, "a,b" text, "Mixed ""Q"" (x)" jsonb, raw bytea, tags text[], f float8, note varchar, ts timestamp);
INSERT INTO market."Odd ""Table""; --x" VALUES
 (1, 'plain', '{"a": "x\ty", "b": [1,2,{"c": "q\"q"}], "path": "C:\\x"}', '\xdeadbeef00', ARRAY['a,b','q"q',NULL,'NULL','back\slash'], 'NaN', '', '2024-01-01 00:00:00.123456'),
 (2, E'multi\nline; -- not a comment\n\\.\nend', '{}', '', '{}', 'Infinity', E'tab\tand\\N', 'infinity'),
 (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (4, E'\\N', '"\\.\u00e9"', E'\\x5c', '{"\\N"}', 1e-300, E'\\.', '0044-03-15 BC'),
 (5, E'quote '' and $$ dollar $$; COPY x FROM stdin;', '[]', null, '{{1,2},{3,4}}', -0.0, E'\r\b\f\v\u0001', '2024-02-29'),
 (6, '€ 😀', '1e3', null, null, 12345678901234567, 'true', null);
CREATE FUNCTION public.f() RETURNS text LANGUAGE plpgsql AS $_$
BEGIN
  -- COPY public.fake (a) FROM stdin;
  INSERT INTO public.sources (name) VALUES ('fake; $$ row');
  RETURN $x$ it's; "quoted $x$;
END;
$_$;
CREATE FUNCTION public.g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT a; END;
COMMENT ON TABLE sources IS 'semi; colon
COPY public.sources (id) FROM stdin;
it''s -- fine';
CREATE TABLE empty_one(a int);
CREATE TABLE no_columns();
INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES;
CREATE TABLE types(b boolean, i bigint, n numeric, d date, iv interval, bits bit(4), vb varbit, u uuid, inet inet, r int4range, x xml, m money, nn numeric, p point, c "char");
INSERT INTO types VALUES (true,-5,'NaN','2024-01-01','1 day 02:00',B'1010',B'1','00000000-0000-0000-0000-000000000001','10.0.0.1/8','[1,5)','<a>x</a>','$1.50',-1.50,'(1,2)','x'),(false,0,'-Infinity',null,null,null,null,null,null,null,null,null,1e-20,null,null);
CREATE VIEW v AS SELECT 'a;b'::text AS x;
CREATE SCHEMA archive;
CREATE TABLE archive.sources(id int, name text);
INSERT INTO archive.sources VALUES (9,'gone');
CREATE TABLE events(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL DEFAULT 'a;b', CHECK (kind <> '),('));
INSERT INTO events(kind) VALUES ('x'),('y');
CREATE TABLE base(a int, b text); CREATE TABLE child() INHERITS (base);
INSERT INTO base VALUES (1,'base'); INSERT INTO child VALUES (2,'child');
CREATE FUNCTION public.h(n text) RETURNS void LANGUAGE sql BEGIN ATOMIC
  INSERT INTO public.sources (name) VALUES (CASE WHEN n = '' THEN 'none' ELSE n END);
  INSERT INTO public.sources (name) VALUES ('second');
END;
