#include "runtime/sdk/metadata/registry.hpp"

#include "runtime/sdk/metadata/type_names.hpp"

namespace serinus::sdk::metadata {
namespace {

std::string_view without_underscore(std::string_view name) {
    if (name.size() > 1 && name.ends_with('_')) name.remove_suffix(1);
    return name;
}

/// `_0`, `_1`: a field without a name.
bool is_unnamed(std::string_view name) {
    return name.size() > 1 && name[0] == '_' && name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// Where types of the SDK stand in the reference.
constexpr std::pair<std::string_view, std::string_view> kHomes[] = {
    {"pallet_nomination_pools::BondedPoolInner", "pallet_nomination_pools::BondedPoolInner"},
    {"pallet_nomination_pools::Commission", "pallet_nomination_pools::Commission"},
    {"pallet_nomination_pools::pallet::DefensiveError", "pallet_nomination_pools::pallet::DefensiveError"},
    {"pallet_staking::StakingLedger", "pallet_staking::StakingLedger"},
    {"sdk::CheckInherentsResult", "sp_inherents::CheckInherentsResult"},
    {"sdk::InherentData", "sp_inherents::InherentData"},
    {"sdk::InvalidTransaction", "sp_runtime::transaction_validity::InvalidTransaction"},
    {"sdk::TransactionSource", "sp_runtime::transaction_validity::TransactionSource"},
    {"sdk::UnknownTransaction", "sp_runtime::transaction_validity::UnknownTransaction"},
    {"sdk::ValidTransaction", "sp_runtime::transaction_validity::ValidTransaction"},
};

/// "(type)7": a value without an enumerator.
bool is_cast(std::string_view text) { return text.starts_with('(') && !text.starts_with("(anonymous namespace)"); }

}  // namespace

std::pair<TypeId, bool> Registry::number_of(const void* key) {
    const auto [entry, is_new] = numbers_.try_emplace(key, static_cast<uint32_t>(types_.size()));
    if (is_new) types_.push_back({entry->second, {}});
    return {entry->second, is_new};
}

TypeId Registry::add(Type type) {
    const TypeId id = static_cast<uint32_t>(types_.size());
    types_.push_back({id, std::move(type)});
    return id;
}

Docs Registry::docs(std::string_view scope, std::string_view name) const {
    const auto* const fact = facts_.find(scope, name);
    return fact ? fact->docs : Docs{};
}

Field Registry::field(std::string_view scope, std::string_view name, TypeId type) const {
    Field out;
    if (!is_unnamed(name)) out.name = std::string(name);
    out.type = type;
    if (const auto* const fact = facts_.find(scope, name)) {
        if (!fact->type.empty()) out.type_name = rust_spelling(fact->type);
        out.docs = fact->docs;
    }
    return out;
}

std::vector<std::string> path_of(std::string_view type_name) {
    std::string plain = plain_scope(type_name);
    for (const auto& [ours, theirs] : kHomes) {
        if (plain == ours) plain = theirs;
    }
    std::vector<std::string> out;
    std::string_view rest = plain;
    for (;;) {
        const size_t end = rest.find("::");
        out.emplace_back(without_underscore(rest.substr(0, end)));
        if (end == std::string_view::npos) return out;
        rest.remove_prefix(end + 2);
    }
}

std::vector<std::pair<std::string, uint8_t>> enumerators_in(std::string_view printed) {
    std::string_view list = printed.substr(printed.find("[V = <") + 6);
    std::vector<std::pair<std::string, uint8_t>> out;
    size_t begin = 0;
    int depth = 0;
    for (size_t i = 0, value = 0; value < 256; ++i) {
        const char c = list[i];
        const bool closes = c == ')' || (c == '>' && depth > 0);
        if (c == '<' || c == '(') ++depth;
        if (closes) --depth;
        if (closes || depth > 0 || (c != ',' && c != '>')) continue;
        const std::string_view item = list.substr(begin, i - begin);
        if (!is_cast(item)) {
            out.emplace_back(without_underscore(item.substr(item.rfind(':') + 1)), static_cast<uint8_t>(value));
        }
        ++value;
        begin = i + 2;
    }
    return out;
}

}  // namespace serinus::sdk::metadata
