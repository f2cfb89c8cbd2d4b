#include "consensus/grandpa/equivocation_report.hpp"

#include "executor/offchain.hpp"

namespace serinus::consensus::grandpa {

std::string report_equivocation(chain::Client& client, const AuthoritySet& set, const EquivocationProof& proof,
                                const std::function<bool(BytesView)>& submit_transaction) {
    const BlockId best = client.best();
    Hash256 last_of_set = best.hash;
    const auto next = set.next_change(best.hash, is_above_in(client));
    if (!next) return next.error().reason;
    if (*next && (*next)->number <= best.number) {
        // The runtime has the new keys from the block on that signals the change.
        const auto header = client.find_header((*next)->hash);
        if (!header) return header.error().reason;
        if (*header) last_of_set = (*header)->parent_hash;
    }

    executor::OffchainServices offchain;
    offchain.submit_transaction = submit_transaction;
    const executor::CallContext context{.offchain = &offchain};
    const auto owner = client.call(last_of_set, "GrandpaApi_generate_key_ownership_proof",
                                   concat(scale::encode(proof.set_id), proof.votes.identity.bytes), context);
    if (!owner) return owner.error().reason;
    const auto owner_proof = scale::decode<std::optional<Bytes>>(*owner);
    if (!owner_proof) return "the runtime's proof of key ownership cannot be decoded";
    if (!*owner_proof) return "";  // not one of the authorities, or the runtime keeps no proofs

    const auto submitted = client.call(best.hash, "GrandpaApi_submit_report_equivocation_unsigned_extrinsic",
                                       concat(scale::encode(proof), scale::encode(**owner_proof)), context);
    return submitted ? "" : submitted.error().reason;
}

}  // namespace serinus::consensus::grandpa
