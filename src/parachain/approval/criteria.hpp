/// Who is to check which candidates, by VRF: assignments of this validator, and whether those of others are true.
/// Observed: polkadot-node-core-approval-voting 36.0.0, criteria.rs; polkadot-node-primitives 28.0.0, approval.
///
/// A block's own VRF gives its *story*. Tranche 0 holds those whom a VRF of the story gives some of all cores, all in
/// one certificate (compact modulo); a VRF of story and core gives everybody a tranche for that core (delay). Nobody
/// checks what the own group has backed.
#pragma once

#include <functional>
#include <map>

#include "crypto/vrf.hpp"
#include "parachain/wire/validation_messages.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::parachain {

using DelayTranche = uint32_t;
using RelayVrfStory = ByteArray<32>;

/// The most cores that one compact certificate is drawn from, whatever the configuration says.
inline constexpr size_t kMaxModuloSamples = 40;

/// The inputs of the assignments of a session.
struct AssignmentConfig {
    std::vector<crypto::sr25519::PublicKey> keys;  ///< of assignments, by validator
    std::vector<std::vector<ValidatorIndex>> groups;
    uint32_t cores = 0;
    uint32_t zeroth_delay_tranche_width = 0;
    uint32_t modulo_samples = 0;
    uint32_t delay_tranches = 0;

    static AssignmentConfig of(const polkadot_primitives::v5::SessionInfo& session);
};

/// The story of a block: of its author's key and the VRF that it claims its slot with. nullopt if that is no point.
/// `epoch_randomness` and `epoch_index` are those of the block's BABE epoch.
std::optional<RelayVrfStory> relay_vrf_story(const crypto::sr25519::PublicKey& author,
                                             const crypto::vrf::PreOutput& pre_output,
                                             const ByteArray<32>& epoch_randomness, uint64_t slot,
                                             uint64_t epoch_index) noexcept;

/// A candidate that a block has included, in the order of the block's candidates.
struct LeavingCore {
    CandidateHash candidate;
    CoreIndex core;
    GroupIndex group;  ///< that has backed it
};

struct OwnAssignment {
    AssignmentCert cert;
    DelayTranche tranche = 0;
    ValidatorIndex validator;
    friend bool operator==(const OwnAssignment&, const OwnAssignment&) = default;
};

/// This validator's assignments, by core: of two for one core that with the earlier tranche. `draw`: fresh random bytes
/// at each call. Empty if the configuration makes none possible.
std::map<CoreIndex, OwnAssignment> compute_assignments(const crypto::sr25519::KeyPair& key, ValidatorIndex own,
                                                       const AssignmentConfig& config, const RelayVrfStory& story,
                                                       const std::vector<LeavingCore>& leaving,
                                                       const std::function<ByteArray<32>()>& draw);

enum class InvalidAssignment : uint8_t {
    kNoSuchValidator = 1,
    kNothingClaimed,
    kNoSuchCore,
    kOwnGroup,    ///< the validator's group has backed one of them
    kOtherCores,  ///< the certificate is for other cores than are claimed, or than the VRF gives
    kBadProof,
};

const char* to_string(InvalidAssignment reason) noexcept;

/// The tranche that a certificate proves. `claimed`: the cores of the candidates it is for, with the groups that have
/// backed these.
Result<DelayTranche, InvalidAssignment> check_assignment(const std::vector<LeavingCore>& claimed,
                                                         ValidatorIndex validator, const AssignmentConfig& config,
                                                         const RelayVrfStory& story, const AssignmentCert& cert);

/// The cores that a certificate names.
std::vector<CoreIndex> cores_of(const AssignmentCertKind& kind);

}  // namespace serinus::parachain
