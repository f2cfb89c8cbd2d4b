#include "rpc/methods/storage_diff.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"

namespace serinus::rpc {

namespace json = boost::json;

namespace {

json::object& child_of(json::object& parent, std::string_view name) {
    auto& child = parent[name];
    if (!child.is_object()) child = json::object();
    return child.get_object();
}

std::string key_text(const json::value& key) {
    return key.is_string() ? std::string(key.get_string()) : json::serialize(key);
}

}  // namespace

void StorageTree::add(BytesView key, const std::optional<Bytes>& value) {
    const auto shown = shower_->show_key(key);
    json::value decoded = value ? shower_->show_value_of(key, *value) : json::value(nullptr);
    if (shown.pallet.empty()) {
        const std::string name = to_hex_prefixed(key);
        if (as_text(key).starts_with(':')) {
            child_of(json_, "substrate")[metadata::camel_case(std::string_view(shown.item).substr(1))] =
                std::move(decoded);
        } else {
            json_[name] = std::move(decoded);
        }
        return;
    }
    auto& pallet = child_of(json_, metadata::camel_case(shown.pallet));
    const std::string item = metadata::camel_case(shown.item);
    if (shown.keys.empty()) {
        pallet[item] = std::move(decoded);
        return;
    }
    json::object* at = &child_of(pallet, item);
    for (size_t i = 0; i + 1 < shown.keys.size(); ++i) at = &child_of(*at, key_text(shown.keys[i]));
    (*at)[key_text(shown.keys.back())] = std::move(decoded);
}

}  // namespace serinus::rpc
