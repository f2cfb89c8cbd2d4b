#include "rpc/chain_head/storage_params.hpp"

#include "base/hex.hpp"

namespace serinus::rpc::chain_head {

RpcError invalid_argument(const std::string& what) {
    return {rpc::error_codes::kInvalidParams, "Invalid params", Json(what)};
}

Result<Bytes, RpcError> bytes_of(const Json& value, const char* name) {
    const auto* text = value.if_string();
    ENSURE(text != nullptr, invalid_argument(std::string(name) + ": expected a string of hexadecimal digits"));
    auto bytes = from_hex(std::string_view(text->data(), text->size()));
    ENSURE(bytes, invalid_argument(std::string(name) + ": " + to_string(bytes.error())));
    return *std::move(bytes);
}

Result<std::optional<Bytes>, RpcError> bytes_member(const boost::json::object& object, const char* name) {
    const Json* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::optional<Bytes>();
    return std::optional(TRY(bytes_of(*value, name)));
}

Result<std::vector<StorageQuery>, RpcError> storage_queries(const Params& params, size_t index, bool paginated) {
    const Json* items = params.find(index);
    ENSURE(items != nullptr && items->is_array(), invalid_argument("items: expected an array"));
    ENSURE(items->get_array().size() <= kMaxQueries, invalid_argument("items: too many"));
    std::vector<StorageQuery> out;
    for (const Json& item : items->get_array()) {
        const auto* object = item.if_object();
        ENSURE(object != nullptr, invalid_argument("items: expected objects"));
        auto key = TRY(bytes_member(*object, "key"));
        ENSURE(key.has_value(), invalid_argument("items: missing field `key`"));
        const Json* name = object->if_contains("type");
        ENSURE(name != nullptr && name->is_string(), invalid_argument("items: missing field `type`"));
        const auto type = storage_query_type(std::string_view(name->get_string()));
        ENSURE(type.has_value(), invalid_argument("items: unknown type `" + std::string(name->get_string()) + "`"));
        StorageQuery query{*std::move(key), *type};
        if (paginated) query.after = TRY(bytes_member(*object, "paginationStartKey"));
        ENSURE(!query.after || query.is_of_descendants(),
               invalid_argument("Pagination start key is only supported for descendants queries"));
        out.push_back(std::move(query));
    }
    return out;
}

Result<std::optional<Bytes>, RpcError> child_trie(const Params& params, size_t index) {
    const Json* value = params.find(index);
    if (value == nullptr) return std::optional<Bytes>();
    return std::optional(TRY(bytes_of(*value, "childTrie")));
}

}  // namespace serinus::rpc::chain_head
