#ifndef RETROFILL_CPOSTGRES_SHIM_H
#define RETROFILL_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// libpq spells the field codes of PQresultErrorField as character literals, which Swift does not
// import; these carry the same values under names that it does.
static const int rf_diag_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int rf_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int rf_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int rf_diag_message_detail = PG_DIAG_MESSAGE_DETAIL;
static const int rf_diag_message_hint = PG_DIAG_MESSAGE_HINT;
static const int rf_diag_statement_position = PG_DIAG_STATEMENT_POSITION;
static const int rf_diag_internal_position = PG_DIAG_INTERNAL_POSITION;
static const int rf_diag_internal_query = PG_DIAG_INTERNAL_QUERY;
static const int rf_diag_context = PG_DIAG_CONTEXT;
static const int rf_diag_schema_name = PG_DIAG_SCHEMA_NAME;
static const int rf_diag_table_name = PG_DIAG_TABLE_NAME;
static const int rf_diag_column_name = PG_DIAG_COLUMN_NAME;
static const int rf_diag_datatype_name = PG_DIAG_DATATYPE_NAME;
static const int rf_diag_constraint_name = PG_DIAG_CONSTRAINT_NAME;

#endif
