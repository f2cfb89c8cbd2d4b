/// Questions about a state as people write them: storage, maps with the first of their keys, constants, functions of
/// runtime APIs and of pallets.
#pragma once

#include "tools/compose/text_reader.hpp"
#include "tools/query/state_reader.hpp"

namespace serinus::query {

struct QuestionOptions {
    size_t max_entries = 1'000;  ///< of a map
    bool keys_only = false;      ///< of a map: without its values
};

/// An entry of a map.
struct ShownEntry {
    boost::json::array keys = {};  ///< of which only the hash is known: as that
    boost::json::value value = {};
};

struct Answer {
    std::string subject = {};       ///< "System.Account"
    boost::json::value value = {};  ///< of a single thing; null: there is none
    bool is_map = false;            ///< `entries` is the answer
    std::vector<ShownEntry> entries = {};
    bool is_cut = false;  ///< there are more entries
};

/// `words`: "pallet.item" and keys; "pallet.constant"; "api.method" and its arguments. A map with fewer keys than it
/// has is answered by all of its entries that begin so. An item that is not there has its default, if it has one. Keys
/// and arguments are written as TextReader has them. Errors are sentences that say what there is instead.
Result<Answer, std::string> ask(StateReader& state, compose::TextReader& reader, const std::vector<std::string>& words,
                                const QuestionOptions& options);

/// What can be asked for: of the whole chain, or of the pallet or API that is named. A line each.
Result<std::string, std::string> list_of(const metadata::Metadata& metadata, std::string_view name);

}  // namespace serinus::query
