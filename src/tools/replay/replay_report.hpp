/// What a replay has found, for people and for programs.
#pragma once

#include "tools/replay/replay.hpp"

namespace serinus::fork {

/// {"phases": [{"name", "call", "signer", "result", "error", "ms", "weight": {"refTime", "proofSize"},
///              "reads": [{"pallet", "item", "keys", "key", "bytes"}],
///              "writes": [{"pallet", "item", "keys", "key", "before", "after"}]}],
///  "sameHeader": true}
/// Keys and values are decoded by the metadata; "child" stands with entries of child tries. What is not known is
/// absent.
std::string replay_json(const Replay& replay);
/// A table of the phases and, below each one, its writes; with `with_reads` its reads too.
std::string replay_text(const Replay& replay, bool with_reads);
/// An HTML page of the writes, which needs no other file and runs nothing.
std::string replay_page(const Replay& replay, std::string_view title);

}  // namespace serinus::fork
