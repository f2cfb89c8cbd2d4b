/// A transaction on its way to Polkadot Vault, a telephone without a network, by QR codes, and its signature back.
/// Observed: createSignPayload and createFrames of @polkadot/react-qr 3
#pragma once

#include "tools/compose/transaction.hpp"

namespace serinus::compose {

/// What the codes hold, in their order. The error is a sentence: Vault does not take such a transaction.
Result<std::vector<Bytes>, std::string> vault_frames(const Transaction& transaction, crypto::Scheme scheme,
                                                     const Hash256& account, const Hash256& genesis_hash);

/// The text of the code that Vault shows: a signature in hex, with the kind of it before it or without.
Result<Signed, std::string> read_vault_signature(std::string_view text, crypto::Scheme scheme, const Hash256& account);

}  // namespace serinus::compose
