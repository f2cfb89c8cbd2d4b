#include "chain/spec/genesis_state.hpp"

#include "platform/files.hpp"

namespace serinus::chain {
namespace {

/// The text of a specification around the state.
constexpr std::string_view kBefore = R"({"name":"","id":"","bootNodes":[],"genesis":{"raw":)";
constexpr std::string_view kBeforeMap = R"({"top":)";
constexpr std::string_view kAfterMap = R"(,"childrenDefault":{}})";
constexpr std::string_view kAfter = "}}";

/// Whether the first key of the object is one of the form with children; nullopt: the text does not show it yet.
std::optional<bool> has_areas(std::string_view text) {
    const auto skip = [&](std::string_view what) {
        const size_t start = text.find_first_not_of(what);
        text.remove_prefix(std::min(start, text.size()));
    };
    skip(" \t\r\n");
    if (text.empty()) return std::nullopt;
    if (text.front() != '{') return false;
    text.remove_prefix(1);
    skip(" \t\r\n");
    constexpr std::string_view kNames[] = {"\"top\"", "\"childrenDefault\""};
    for (const auto name : kNames) {
        if (text.starts_with(name)) return true;
        if (text.size() < name.size() && name.starts_with(text)) return std::nullopt;
    }
    return false;
}

}  // namespace

state::StateChanges changes_of(const RawGenesis& genesis) {
    state::StateChanges out;
    const auto add = [](state::ChangeSet& changes, const StorageMap& entries) {
        for (size_t i = 0; i < entries.size(); ++i) {
            const auto [key, value] = entries[i];
            changes.emplace_hint(changes.end(), to_bytes(key), to_bytes(value));
        }
    };
    add(out.top, genesis.top);
    for (const ChildStorage& child : genesis.children) add(out.children[child.key], child.entries);
    return out;
}

Result<RawGenesis, SpecError> read_state_file(const std::string& path) {
    ChainSpecReader reader;
    reader.feed(kBefore);
    std::string start;
    std::optional<bool> areas;
    const auto begin = [&] {
        if (!areas.value_or(false)) reader.feed(kBeforeMap);
        return reader.feed(start);
    };
    const auto read = platform::read_file_in_pieces(path, [&](std::string_view piece) {
        if (areas) return reader.feed(piece);
        start += piece;
        areas = has_areas(start);
        return areas ? begin() : true;
    });
    if (!read) {
        const SpecFault fault = read.error().not_found ? SpecFault::kNotFound : SpecFault::kUnreadable;
        return Err(SpecError{fault, "", read.error().message});
    }
    if (!areas) begin();
    if (!areas.value_or(false)) reader.feed(kAfterMap);
    reader.feed(kAfter);
    auto spec = reader.finish();
    if (!spec) {
        SpecError error = spec.error();
        error.file = path;
        if (error.line == 1) error.line = 0;  // the text before the state stands there too
        return Err(std::move(error));
    }
    return std::move(std::get<RawGenesis>(spec->genesis));
}

}  // namespace serinus::chain
