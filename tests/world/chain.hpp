/// The chain that simulated nodes run: our Kusama runtime with epochs of ten slots, and any number of validators.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "crypto/key_pair.hpp"

namespace serinus::world {

inline constexpr uint64_t kSlotMs = 6'000;

/// The secret from which all session keys of a validator come: "//Validator3".
std::string validator_secret(size_t index);
/// Accounts that have money and no other purpose: "//Account5".
std::string account_secret(size_t index);
inline constexpr size_t kAccounts = 16;
/// The account that chose validator `index` and may set its keys.
std::string stash_secret(size_t index);

/// Each is derived once.
const crypto::KeyPair& sr25519_pair(const std::string& secret);

/// With a raw genesis, which takes long to make. Stops the program, with advice, if the runtime is not built.
chain::ChainSpec spec_with(size_t validators);
/// The same chain for a node that has its genesis.
chain::ChainSpec spec_of(const Hash256& genesis_state_root);

/// A signed extrinsic that lives for ever, of an account of this chain.
Bytes signed_extrinsic(const crypto::KeyPair& signer, BytesView call, uint32_t nonce, const Hash256& genesis);
/// Balances.transfer_keep_alive
Bytes transfer_call(const ByteArray<32>& to, uint64_t planck);
/// Session.set_keys; `keys` as author_rotateKeys returns them.
Bytes set_keys_call(BytesView keys);

}  // namespace serinus::world
