#include "coretime/state_values.hpp"

#include <boost/json.hpp>

#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"

namespace serinus::coretime {

namespace json = boost::json;
using metadata::MapEntry;
using metadata::PlainEntry;
using metadata::Shower;
using state::Area;

bool StateValues::has_item(std::string_view pallet, std::string_view item) const {
    return metadata_.find_entry(pallet, item) != nullptr;
}

Result<json::value, std::string> StateValues::value(std::string_view pallet, std::string_view item,
                                                    const json::array& keys) {
    constexpr uint8_t kHasDefault = 1;
    const auto* entry = metadata_.find_entry(pallet, item);
    if (entry == nullptr) return json::value();
    TRY_ASSIGN(const Bytes key, metadata::storage_prefix(metadata_, pallet, item, keys));
    const auto found = state_.get(Area::top(), key);
    if (!found) return Err(found.error().reason);
    if (!*found && entry->modifier != kHasDefault) return json::value();
    const auto* map = std::get_if<MapEntry>(&entry->type);
    const uint32_t type = map != nullptr ? map->value.value : std::get<PlainEntry>(entry->type).value.value;
    auto shown =
        Shower(metadata_, {.address_prefix = address_prefix_}).show(type, *found ? **found : entry->default_value);
    ENSURE(shown, std::string(pallet) + "." + std::string(item) + " cannot be decoded by the chain's metadata");
    return *std::move(shown);
}

Result<std::vector<ChainValues::Entry>, std::string> StateValues::entries(std::string_view pallet,
                                                                          std::string_view item) {
    std::vector<Entry> out;
    if (!has_item(pallet, item)) return out;
    TRY_ASSIGN(const Bytes prefix, metadata::storage_prefix(metadata_, pallet, item, {}));
    for (Bytes last = prefix;;) {
        auto next = state_.next_key(Area::top(), last);
        if (!next) return Err(next.error().reason);
        if (!*next || (*next)->size() < prefix.size() || !equal(BytesView(**next).first(prefix.size()), prefix)) break;
        ENSURE(out.size() < kMaxEntries,
               std::string(pallet) + "." + std::string(item) + " has more entries than are read");
        last = **std::move(next);
        const auto found = state_.get(Area::top(), last);
        if (!found) return Err(found.error().reason);
        if (!*found) continue;
        Shower shower(metadata_, {.address_prefix = address_prefix_});
        auto key = shower.show_key(last);
        out.push_back({.keys = std::move(key.keys), .value = shower.show_value_of(last, **found)});
    }
    return out;
}

json::value StateValues::constant(std::string_view pallet, std::string_view constant) const {
    const auto* found = metadata_.find_constant(pallet, constant);
    if (found == nullptr) return {};
    auto shown = Shower(metadata_, {.address_prefix = address_prefix_}).show(found->type, found->value);
    return shown ? *std::move(shown) : json::value();
}

}  // namespace serinus::coretime
