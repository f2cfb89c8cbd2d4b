/// Spec: sect-grandpaapi. `R` has Grandpa and Historical.
#pragma once

#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sp_consensus_grandpa {

/// A membership proof: the node carries it without looking inside.
using OpaqueKeyOwnershipProof = sp_runtime::OpaqueValue;

}  // namespace serinus::sp_consensus_grandpa

namespace serinus::pallet_grandpa::api {

/// What GRANDPA needs to finalize.
template <class R>
struct GrandpaApi {
    static constexpr uint32_t kVersion = 3;
    static constexpr ByteArray<8> kId = {0xed, 0x99, 0xc5, 0xac, 0xb2, 0x5e, 0xed, 0xf5};

    /// The authorities with their weights, as they are after this block.
    struct grandpa_authorities {
        sp_consensus_grandpa::AuthorityList operator()() const;
    };
    /// Puts a report into the pool of the node that calls.
    struct submit_report_equivocation_unsigned_extrinsic {
        pallet_grandpa::EquivocationProof equivocation_proof;
        sp_consensus_grandpa::OpaqueKeyOwnershipProof key_owner_proof;
        std::optional<Unit> operator()() const;
    };
    /// Shows that a key is a validator's in the session of this block. The set is ignored.
    struct generate_key_ownership_proof {
        sp_consensus_grandpa::SetId set_id{};
        sp_consensus_grandpa::AuthorityId authority_id;
        std::optional<sp_consensus_grandpa::OpaqueKeyOwnershipProof> operator()() const;
    };
    /// The id of the current set of authorities.
    struct current_set_id {
        sp_consensus_grandpa::SetId operator()() const;
    };
    using Methods = List<grandpa_authorities, submit_report_equivocation_unsigned_extrinsic,
                         generate_key_ownership_proof, current_set_id>;
};

}  // namespace serinus::pallet_grandpa::api
