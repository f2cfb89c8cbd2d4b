// The arguments of a call, read as what a method expects.
#include <string>
#include <utility>

#include "base/hex.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {
namespace {

/// Observed: polkadot 1.25.1: the message is always the same; the data says what was wrong.
RpcError invalid(const char* name, std::string_view what) {
    return {error_codes::kInvalidParams, "Invalid params", Json(std::string(name) + ": " + std::string(what))};
}

RpcError missing(const char* name) { return invalid(name, "missing"); }

Result<Bytes, RpcError> bytes_of(const Json& value, const char* name) {
    const auto* text = value.if_string();
    ENSURE(text != nullptr, invalid(name, "expected a string of hexadecimal digits"));
    auto bytes = from_hex(std::string_view(text->data(), text->size()));
    ENSURE(bytes, invalid(name, to_string(bytes.error())));
    return std::move(bytes).value();
}

Result<Hash256, RpcError> hash_of(const Json& value, const char* name) {
    TRY_ASSIGN(const Bytes bytes, bytes_of(value, name));
    const auto hash = Hash256::from(bytes);
    ENSURE(hash, invalid(name, "expected 32 bytes"));
    return *hash;
}

Result<uint64_t, RpcError> number_of(const Json& value, const char* name, uint64_t max) {
    uint64_t number = 0;
    if (const auto* positive = value.if_uint64()) {
        number = *positive;
    } else if (const auto* integer = value.if_int64(); integer != nullptr && *integer >= 0) {
        number = static_cast<uint64_t>(*integer);
    } else {
        return Err(invalid(name, "expected an integer that is not negative"));
    }
    ENSURE(number <= max, invalid(name, "must not be above " + std::to_string(max)));
    return number;
}

}  // namespace

const Json* Params::find(size_t index) const noexcept {
    if (index >= values_.size() || values_[index].is_null()) return nullptr;
    return &values_[index];
}

Result<std::string, RpcError> Params::string(size_t index, const char* name) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    ENSURE(value->is_string(), invalid(name, "expected a string"));
    return std::string(value->get_string());
}

Result<Bytes, RpcError> Params::bytes(size_t index, const char* name) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    return bytes_of(*value, name);
}

Result<Hash256, RpcError> Params::hash(size_t index, const char* name) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    return hash_of(*value, name);
}

Result<std::optional<Hash256>, RpcError> Params::optional_hash(size_t index, const char* name) const {
    const Json* value = find(index);
    if (value == nullptr) return std::optional<Hash256>();
    TRY_ASSIGN(const Hash256 hash, hash_of(*value, name));
    return std::optional<Hash256>(hash);
}

Result<std::vector<Bytes>, RpcError> Params::bytes_list(size_t index, const char* name) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    const auto* list = value->if_array();
    ENSURE(list != nullptr, invalid(name, "expected an array"));
    std::vector<Bytes> out;
    out.reserve(list->size());
    for (const Json& item : *list) out.push_back(TRY(bytes_of(item, name)));
    return out;
}

Result<uint64_t, RpcError> Params::number(size_t index, const char* name, uint64_t max) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    return number_of(*value, name, max);
}

Result<std::optional<uint64_t>, RpcError> Params::optional_number(size_t index, const char* name, uint64_t max) const {
    const Json* value = find(index);
    if (value == nullptr) return std::optional<uint64_t>();
    TRY_ASSIGN(const uint64_t number, number_of(*value, name, max));
    return std::optional<uint64_t>(number);
}

Result<bool, RpcError> Params::boolean(size_t index, const char* name) const {
    const Json* value = find(index);
    ENSURE(value != nullptr, missing(name));
    ENSURE(value->is_bool(), invalid(name, "expected true or false"));
    return value->get_bool();
}

}  // namespace serinus::rpc
