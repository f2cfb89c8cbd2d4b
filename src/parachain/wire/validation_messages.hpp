/// Notifications among validators: the protocol `validation/3`.
/// Observed: polkadot-node-network-protocol 36.0.0 (v3), polkadot-node-primitives 28.0.0 (approval),
/// polkadot-network-bridge 36.0.0.
#pragma once

#include "parachain/wire/statement_filter.hpp"

namespace serinus::parachain {

/// Which blocks a peer has as its leaves: it is told of candidates under these and their ancestors alone.
struct View {
    std::vector<Hash256> heads;  ///< ascending
    BlockNumber finalized_number{};
    friend bool operator==(const View&, const View&) = default;
};

inline constexpr size_t kMaxViewHeads = 5;

enum class ViewVerdict : uint8_t {
    kGood,
    kEmpty,             ///< a peer without leaves costs the reference's reputation, so that none is sent
    kTooManyHeads,      ///< above kMaxViewHeads
    kFinalityWentBack,  ///< below what the peer said before
};

/// What the reference holds of a view that follows another one of the same peer.
inline ViewVerdict check_view(const View& view, BlockNumber last_finalized) noexcept {
    if (view.heads.size() > kMaxViewHeads) return ViewVerdict::kTooManyHeads;
    if (view.finalized_number < last_finalized) return ViewVerdict::kFinalityWentBack;
    return view.heads.empty() ? ViewVerdict::kEmpty : ViewVerdict::kGood;
}

/// Either peer set carries its protocol's messages and views. A notification is one message, decoded whole.
template <class M>
struct PeerMessage {
    struct Protocol {
        M _0;
        friend bool operator==(const Protocol&, const Protocol&) = default;
    };
    struct ViewUpdate {
        View _0;
        friend bool operator==(const ViewUpdate&, const ViewUpdate&) = default;
    };
    scale::Enum<scale::At<1, Protocol>, scale::At<2, ViewUpdate>> v;
    friend bool operator==(const PeerMessage&, const PeerMessage&) = default;
};

// --- bitfields ---

/// The chunks that a validator has, at a block.
struct BitfieldMessage {
    struct Bitfield {
        Hash256 relay_parent;
        UncheckedSignedAvailabilityBitfield bitfield;
        friend bool operator==(const Bitfield&, const Bitfield&) = default;
    };
    std::variant<Bitfield> v;
    friend bool operator==(const BitfieldMessage&, const BitfieldMessage&) = default;
};

// --- statements ---

/// A candidate that the sender knows to be backed; the receiver may request it.
struct BackedCandidateManifest {
    Hash256 scheduling_parent;
    CandidateHash candidate_hash;
    GroupIndex group_index;
    ParaId para_id;
    Hash256 parent_head_data_hash;
    StatementFilter statement_knowledge;
    friend bool operator==(const BackedCandidateManifest&, const BackedCandidateManifest&) = default;
};

/// To a validator that knows the candidate: so does the sender.
struct BackedCandidateAcknowledgement {
    CandidateHash candidate_hash;
    StatementFilter statement_knowledge;
    friend bool operator==(const BackedCandidateAcknowledgement&, const BackedCandidateAcknowledgement&) = default;
};

struct StatementMessage {
    struct Statement {
        Hash256 scheduling_parent;
        SignedStatement statement;
        friend bool operator==(const Statement&, const Statement&) = default;
    };
    struct Manifest {
        BackedCandidateManifest _0;
        friend bool operator==(const Manifest&, const Manifest&) = default;
    };
    struct Known {
        BackedCandidateAcknowledgement _0;
        friend bool operator==(const Known&, const Known&) = default;
    };
    std::variant<Statement, Manifest, Known> v;
    friend bool operator==(const StatementMessage&, const StatementMessage&) = default;
};

// --- approvals ---

struct VrfSignature {
    ByteArray<32> pre_output{};
    ByteArray<64> proof{};
    friend bool operator==(const VrfSignature&, const VrfSignature&) = default;
};

/// Why a validator may check a candidate. The number 2 was another kind and stays unused.
struct AssignmentCertKind {
    /// For the cores of tranche 0, all in one certificate.
    struct RelayVrfModuloCompact {
        Bits core_bitfield;
        friend bool operator==(const RelayVrfModuloCompact&, const RelayVrfModuloCompact&) = default;
    };
    /// For one core, in the tranche that the VRF says.
    struct RelayVrfDelay {
        CoreIndex core_index;
        friend bool operator==(const RelayVrfDelay&, const RelayVrfDelay&) = default;
    };
    std::variant<RelayVrfModuloCompact, RelayVrfDelay> v;
    friend bool operator==(const AssignmentCertKind&, const AssignmentCertKind&) = default;
};

struct AssignmentCert {
    AssignmentCertKind kind;
    VrfSignature vrf;
    friend bool operator==(const AssignmentCert&, const AssignmentCert&) = default;
};

/// A certificate for candidates that a block has included.
struct IndirectAssignment {
    Hash256 block_hash;
    ValidatorIndex validator;
    AssignmentCert cert;
    friend bool operator==(const IndirectAssignment&, const IndirectAssignment&) = default;
};

/// A vote for candidates that a block has included, by their places in it.
struct IndirectApproval {
    Hash256 block_hash;
    Bits candidate_indices;
    ValidatorIndex validator;
    ValidatorSignature signature;
    friend bool operator==(const IndirectApproval&, const IndirectApproval&) = default;
};

struct ApprovalMessage {
    struct Assignments {
        std::vector<std::pair<IndirectAssignment, Bits>> _0;  ///< with the candidates claimed, by place in the block
        friend bool operator==(const Assignments&, const Assignments&) = default;
    };
    struct Approvals {
        std::vector<IndirectApproval> _0;
        friend bool operator==(const Approvals&, const Approvals&) = default;
    };
    std::variant<Assignments, Approvals> v;
    friend bool operator==(const ApprovalMessage&, const ApprovalMessage&) = default;
};

/// The most candidates of a block, or cores, that a message about approvals may name.
inline constexpr size_t kMaxApprovalBits = 500;

enum class BitfieldVerdict : uint8_t {
    kGood,
    kTooLong,  ///< above kMaxApprovalBits
    kEmpty,    ///< no bit is set
    kPadded,   ///< the last bit is not set: another sequence would say the same
};

/// Whether an assignment's two bit sequences have the shape that peers are held to. Observed:
/// polkadot-approval-distribution 36.0.0, `sanitize_v2_assignments`.
BitfieldVerdict check_bitfields(const IndirectAssignment& assignment, const Bits& candidates) noexcept;
/// The same of an approval, whose last bit may be anything (`sanitize_v2_approvals`).
BitfieldVerdict check_bitfield(const IndirectApproval& approval) noexcept;

// --- all of it ---

struct ValidationMessage {
    struct Bitfield {
        BitfieldMessage _0;
        friend bool operator==(const Bitfield&, const Bitfield&) = default;
    };
    struct Statement {
        StatementMessage _0;
        friend bool operator==(const Statement&, const Statement&) = default;
    };
    struct Approval {
        ApprovalMessage _0;
        friend bool operator==(const Approval&, const Approval&) = default;
    };
    scale::Enum<scale::At<1, Bitfield>, scale::At<3, Statement>, scale::At<4, Approval>> v;
    friend bool operator==(const ValidationMessage&, const ValidationMessage&) = default;
};

using ValidationPeerMessage = PeerMessage<ValidationMessage>;

}  // namespace serinus::parachain
