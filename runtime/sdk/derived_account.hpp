/// Accounts that no key belongs to, made from a purpose and from what they stand for.
#pragma once

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// The BLAKE2b-256 of the purpose's letters and the encoded parts, which fills an account id exactly.
template <class... Part>
AccountId derived_account(std::string_view purpose, const Part&... parts) {
    scale::Encoder entropy;
    entropy.append(as_bytes(purpose));
    (scale::encode_to(entropy, parts), ...);
    return AccountId{host::blake2_256(std::move(entropy).finish()).bytes};
}

}  // namespace serinus::sdk
