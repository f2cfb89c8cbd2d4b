/// The API AccountNonceApi. Spec: sect-accountnonceapi-account-nonce
#pragma once

#include "primitives/account.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::account_nonce {

/// The nonce of the account's next transaction, without those that wait in a pool.
inline constexpr Call<uint32_t(primitives::AccountId)> kAccountNonce{
    "AccountNonceApi_account_nonce", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::account_nonce
