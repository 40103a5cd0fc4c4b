DROP TABLE left_out_lines;
