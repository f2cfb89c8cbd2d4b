#pragma once

#include "runtime/sdk/api/session_keys.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::sdk::api {

template <class R>
Bytes SessionKeys<R>::generate_session_keys::operator()() const {
    return scale::encode(session_keys::generated<typename R::SessionKeys>(seed));
}
template <class R>
std::optional<std::vector<std::pair<Bytes, KeyTypeId>>> SessionKeys<R>::decode_session_keys::operator()() const {
    return session_keys::decode_raw<typename R::SessionKeys>(encoded);
}

}  // namespace serinus::sdk::api
