#include "runtime/sdk/metadata/source_facts.hpp"

namespace serinus::sdk::metadata {
namespace {

constexpr std::string_view kOurs = "serinus::";

std::string key(std::string_view scope, std::string_view name) {
    std::string out(scope);
    if (!name.empty()) out.append("::").append(name);
    return out;
}

}  // namespace

std::string plain_scope(std::string_view type_name) {
    std::string out;
    int depth = 0;
    for (const char c : type_name) {
        if (c == '<') ++depth;
        if (depth == 0) out += c;
        if (c == '>') --depth;
    }
    if (out.starts_with(kOurs)) out.erase(0, kOurs.size());
    return out;
}

SourceFacts SourceFacts::parse(std::string_view text) {
    SourceFacts out;
    std::string scope;
    SourceFact* last = nullptr;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.starts_with("= ")) {
            const size_t tab = std::min(line.find('\t'), line.size());
            last = &out.facts_[key(scope, line.substr(2, tab - 2))];
            last->type = tab < line.size() ? std::string(line.substr(tab + 1)) : std::string();
        } else if (line.starts_with("/")) {
            if (last) last->docs.emplace_back(line.substr(1));
        } else if (!line.empty()) {
            scope = line;
            last = &out.facts_[scope];
        }
    }
    return out;
}

const SourceFact* SourceFacts::find(std::string_view scope, std::string_view name) const {
    const auto found = facts_.find(key(plain_scope(scope), name));
    return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace serinus::sdk::metadata
