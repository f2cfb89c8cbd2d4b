#pragma once

#include "runtime/sdk/api/session_keys.hpp"

namespace serinus::sdk::api {

template <class R>
Bytes SessionKeys<R>::generate_session_keys::operator()() const {
    return scale::encode(R::SessionKeys::generate(seed));
}
template <class R>
std::optional<std::vector<std::pair<Bytes, KeyTypeId>>> SessionKeys<R>::decode_session_keys::operator()() const {
    return R::SessionKeys::decode_raw(encoded);
}

}  // namespace serinus::sdk::api
