/// Calls around calls: batches, sudo, proxies, accounts of several signatories. All find the pallets by the metadata;
/// the errors are sentences.
#pragma once

#include "tools/compose/text_reader.hpp"

namespace serinus::compose {

/// `kind`: batch_all, batch or force_batch. Pallet: utility
Result<Bytes, std::string> in_batch(TextReader& reader, std::string_view kind, const std::vector<Bytes>& calls);
/// Pallet: sudo
Result<Bytes, std::string> in_sudo(TextReader& reader, BytesView call);
/// On behalf of the account `real`, by whichever of its proxies the signer is. Pallet: proxy
Result<Bytes, std::string> in_proxy(TextReader& reader, BytesView real, BytesView call);

/// An account that several signatories have together. Pallet: multisig
struct Multisig {
    uint16_t threshold = 2;
    std::vector<Hash256> others = {};  ///< without the signer

    /// The account, by all of the signatories, in whichever order. Observed: multi_account_id of pallet-multisig 42.0.0
    Hash256 account(const Hash256& signer) const;
};
/// What is known of the operation: when it was begun (nullopt: it begins with this), as JSON of a Timepoint, and what
/// the call weighs.
struct MultisigState {
    std::optional<std::string> timepoint_json = {};
    uint64_t ref_time_ps = 0, proof_size = 0;
};
Result<Bytes, std::string> in_multisig(TextReader& reader, const Multisig& multisig, const MultisigState& state,
                                       BytesView call);

}  // namespace serinus::compose
