#include "CSimdjson.h"

#include <new>
#include <simdjson.h>

#include "walk.h"

using namespace simdjson;

namespace {

/// Finds what simdjson's index refuses without a place: the caller looks for it.
rf_json_outcome refused(error_code error, size_t length) {
  switch (error) {
  case UTF8_ERROR:
    return {RF_JSON_INVALID_UTF8, 0, 0};
  case UNESCAPED_CHARS:
    return {RF_JSON_CONTROL_CHARACTER, 0, 0};
  case MEMALLOC:
    return {RF_JSON_NO_MEMORY, 0, 0};
  default:
    return {RF_JSON_INVALID, length, 0};
  }
}

/// Makes the index large enough for a text. It grows in powers of two, so that texts of rising
/// length do not allocate each time.
error_code make_room(rf_json_parser &parser, size_t length) {
  if (parser.index != nullptr && parser.index->capacity() >= length) return SUCCESS;
  size_t capacity = 1 << 16;
  while (capacity < length) capacity *= 2;
  // Depth is the walk's to judge.
  if (parser.index == nullptr)
    return get_active_implementation()->create_dom_parser_implementation(
        capacity, 1, parser.index);
  return parser.index->set_capacity(capacity);
}

} // namespace

rf_json_parser *rf_json_parser_new(void) { return new (std::nothrow) rf_json_parser(); }

void rf_json_parser_free(rf_json_parser *parser) { delete parser; }

rf_json_outcome rf_json_tokenise(
    rf_json_parser *parser, uint8_t *text, size_t length, size_t room,
    const rf_json_record *records, size_t record_count, const rf_json_request *request,
    rf_json_field *fields) {
  if (auto error = make_room(*parser, length)) return refused(error, length);
  if (parser->seen_in.size() < request->step_count) {
    parser->seen_in.resize(request->step_count);
    parser->habits.resize(request->step_count * rf::habits_per_step, {1, 0, 0, -1});
  }
  if (auto error = parser->index->stage1(text, length, stage1_mode::regular))
    return refused(error, length);

  rf::Walk walk(parser, text, length, room, request);
  bool fine = walk.records(records, record_count, fields) != nullptr;
  return {
      fine ? RF_JSON_FINE : walk.problem, fine ? 0 : size_t(walk.fault - text),
      walk.unescaped(room)};
}

size_t rf_json_unescape(const uint8_t *content, uint8_t *to) {
  return size_t(rf::unescape(content, to).end - to);
}

bool rf_utf8_is_valid(const uint8_t *bytes, size_t length) {
  return validate_utf8(reinterpret_cast<const char *>(bytes), length);
}
