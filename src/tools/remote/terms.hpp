/// What a transaction must say of the chain, asked from the chain.
#pragma once

#include "tools/compose/transaction.hpp"
#include "tools/compose/wrapping.hpp"
#include "tools/remote/chain_view.hpp"

namespace serinus::remote {

struct TermsOptions {
    std::optional<uint64_t> nonce = {};      ///< nullopt: the next one, behind those that wait in the node's pool
    bool nonce_of_state = false;             ///< the next one by the state of the block, without the pool
    uint128_t tip = 0;                       ///< planck
    std::optional<uint64_t> mortality = 64;  ///< blocks; nullopt: immortal
    bool signs_metadata = false;             ///< CheckMetadataHash
};

/// The mortality begins at the last final block, or, if that is far behind, at the block of the view.
/// Observed: the getHeader of @polkadot/api-derive 16.5.6
Result<compose::Terms, std::string> terms_for(ChainView& chain, BytesView account, const TermsOptions& options);

/// What fee and weight the runtime expects for an extrinsic; see assemble() for its form. The signature may be wrong.
struct Cost {
    uint128_t fee = 0;  ///< planck, without the tip
    uint64_t ref_time_ps = 0, proof_size = 0;
};
Result<Cost, std::string> cost_of(ChainView& chain, BytesView extrinsic);

/// Whether the runtime at the view's block would take the extrinsic into a pool. The error is a sentence.
struct Refusal {
    std::string reason = {};            ///< "BadProof"
    bool may_be_metadata_hash = false;  ///< the runtime knows no hash of its metadata, or another one
};
Result<std::optional<Refusal>, std::string> refusal_of(ChainView& chain, BytesView extrinsic);
/// The name of an encoded TransactionValidityError. Spec: defn-transaction-validity-error
std::string validity_error_text(BytesView error);

/// What the chain has of an operation of several signatories.
Result<compose::MultisigState, std::string> multisig_state(ChainView& chain, const Hash256& account, BytesView call,
                                                           const Cost& cost);

}  // namespace serinus::remote
