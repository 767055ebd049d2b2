#ifndef RETROFILL_CSIMDJSON_H
#define RETROFILL_CSIMDJSON_H

// simdjson behind plain C: validates a run of JSON records and reports the values asked for.
//
// simdjson finds where tokens begin, and checks UTF-8 and control characters; what the tokens hold,
// and how they follow each other, is checked here.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable behind a text.
enum { RF_JSON_PADDING = 64 };

/// What a value is; the numbers are those of RecordBatch.FieldKind.
typedef enum {
  RF_JSON_ABSENT = 0,
  RF_JSON_NULL = 1,
  RF_JSON_STRING = 3,
  RF_JSON_NUMBER = 4,
  RF_JSON_BOOLEAN = 5,
  RF_JSON_NESTED = 6,
} rf_json_kind;

/// Why a text was refused.
typedef enum {
  RF_JSON_FINE = 0,
  RF_JSON_INVALID,
  RF_JSON_INVALID_UTF8,
  RF_JSON_CONTROL_CHARACTER,
  RF_JSON_NUL_CHARACTER,
  RF_JSON_LONE_SURROGATE,
  RF_JSON_NOT_A_NUMBER,
  RF_JSON_TOO_DEEP,
  RF_JSON_DUPLICATE_KEY,
  RF_JSON_NO_MEMORY,
} rf_json_problem;

/// What to make of the bare tokens NaN, Infinity and -Infinity.
typedef enum { RF_JSON_REFUSE = 0, RF_JSON_AS_NULL, RF_JSON_AS_TEXT } rf_json_non_finite;

/// Which value counts where a key that is asked for stands twice in an object. With neither, the
/// text is refused.
typedef enum { RF_JSON_LAST = 0, RF_JSON_FIRST, RF_JSON_NEITHER } rf_json_duplicates;

/// A value of a record: where its content stands, relative to the text.
typedef struct {
  uint32_t offset;
  uint32_t length;
  uint8_t kind;
  /// Whether it is a number without an exponent, or a string that holds one and is short.
  bool is_plain;
} rf_json_field;

/// A record of the text, and where it stands in its file.
typedef struct {
  uint32_t offset;
  uint32_t length;
  uint64_t byte;
  uint64_t line;
} rf_json_record;

/// A step on the way to a value that is asked for. Steps form a tree; the root is the record.
typedef struct {
  /// The key of an object's member, or NULL where the step is an index into an array.
  const uint8_t *key;
  uint32_t key_length;
  /// The key's first eight bytes, with zeros behind a shorter one, as they stand in memory.
  uint64_t key_head;
  uint32_t index;
  /// Indices of steps, -1 for none.
  int32_t first_child;
  int32_t next_sibling;
  /// How many children are the steps from `first_child` on that lead to the elements 0, 1, 2 and so
  /// on, in this order.
  uint32_t element_count;
  /// The slot that takes the value found here, or -1.
  int32_t slot;
} rf_json_step;

/// What is asked of a text.
typedef struct {
  const rf_json_step *steps;
  uint32_t step_count;
  uint32_t slot_count;
  uint32_t max_depth;
  rf_json_non_finite non_finite;
  rf_json_duplicates duplicates;
} rf_json_request;

/// What came of it.
typedef struct {
  rf_json_problem problem;
  /// Where the problem was seen, relative to the text.
  size_t offset;
  /// Bytes written to the room for unescaped strings.
  size_t unescaped;
} rf_json_outcome;

typedef struct rf_json_parser rf_json_parser;

rf_json_parser *rf_json_parser_new(void);
void rf_json_parser_free(rf_json_parser *parser);

/// Validates a text that is `[record,record,…]` and fills `slot_count` fields per record. One parser
/// is for one tree of steps.
///
/// `records` says where the caller believes the records to be; a text whose elements are others
/// is refused. Behind the text stand RF_JSON_PADDING readable bytes, the first of them 0. Strings
/// with escapes are written, unescaped, to `text + room`, where at least `length` bytes are free;
/// their fields' offsets say so.
rf_json_outcome rf_json_tokenise(
    rf_json_parser *parser, uint8_t *text, size_t length, size_t room,
    const rf_json_record *records, size_t record_count, const rf_json_request *request,
    rf_json_field *fields);

/// A search for the end of a value, which can be continued when more of it is there. It begins as
/// zeros.
typedef struct {
  /// How far the value has been looked at: its length, when its end was found.
  size_t at;
  /// Line feeds in that.
  uint64_t lines;
  uint32_t depth;
  bool in_string;
} rf_json_scan;

/// What a search has come to.
typedef enum {
  RF_JSON_END,
  RF_JSON_MORE,
  /// More is needed to be sure; but if the text ends here, so does the value.
  RF_JSON_MORE_OR_END,
  RF_JSON_DEEP,
} rf_json_sight;

/// Looks on for the end of the value that begins with the first byte. Brackets are counted outside
/// of strings; whether they match, and all else, is for the tokeniser to judge. The length is 0
/// where no value begins.
rf_json_sight rf_json_find_end(
    rf_json_scan *scan, const uint8_t *bytes, size_t length, uint32_t max_depth);

/// What is to be split, how far, and what to add to places.
typedef struct {
  size_t length;
  size_t max_records;
  /// No further record is begun behind so many bytes.
  size_t max_bytes;
  size_t max_length;
  uint32_t max_depth;
  uint32_t offset;
  uint64_t byte;
  uint64_t line;
} rf_json_split_limits;

/// Cuts the elements of an array apart, as long as each one and the comma behind it are there:
/// whatever else follows is left to `rf_json_find_end` and the caller's care. Returns how many. `used` is the length of all of them with their commas.
size_t rf_json_split(
    const uint8_t *bytes, const rf_json_split_limits *limits, rf_json_record *records,
    size_t *used);

/// Writes the content of a valid string, which begins behind its quote, without escapes; returns how
/// many bytes that are. They are never more than the string has. Seven bytes behind its closing
/// quote are readable.
size_t rf_json_unescape(const uint8_t *content, uint8_t *to);

/// Whether the bytes are valid UTF-8.
bool rf_utf8_is_valid(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
