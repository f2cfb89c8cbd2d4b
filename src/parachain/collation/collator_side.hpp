/// The collator's side of collation: whom it is connected to, what it offers to whom, and in which order it answers.
/// Observed: polkadot-collator-protocol 36.0.0, collator_side.
///
/// - A collator offers to the backing groups of its para's cores, at blocks that these have in view. A segment is
///   offered once to a validator, and the first one for a scheduling parent and a core is the only one: over /4 whole,
///   over /3 and /2 its newest candidate.
/// - Uploads of one scheduling parent go one after the other, the next one after kUploadTime even if the validator is
///   still receiving, so that a slow one does not keep collations from the others. A validator may ask once for a
///   candidate; what it asks beside that costs it.
/// - While it is about to author, the collator is connected to the groups of all its cores; otherwise to those that
///   it has a collation for.
#pragma once

#include <deque>

#include "parachain/collation/validator_side.hpp"
#include "parachain/wire/reputation.hpp"

namespace serinus::parachain {

/// A collation of this collator, complete.
struct OwnCollation {
    CandidateReceipt receipt;
    PoV pov;
    HeadData parent_head;
};

/// Blocks that are submitted together for a core.
struct OwnSegment {
    Hash256 scheduling_parent;
    CoreIndex core;
    std::vector<OwnCollation> collations;  ///< the oldest first, all of one version, at most kMaxSegmentCandidates
};

/// The relay chain's data at a leaf.
struct CollatorLeaf {
    std::vector<Hash256> path;  ///< the leaf, its parent and so on: those that may be scheduling parents at it
    BlockNumber number{};
    /// For each block of the path, for each core of the para in its claim queue, the keys of the group that has it.
    std::map<Hash256, std::map<CoreIndex, std::vector<AuthorityId>>> groups;
};

struct CollatorSideEffect {
    struct Send {
        PeerId peer;
        CollationMessage message;
    };
    /// Over /2 or /1 the first, over /3 the second; `on_sent` when it is on its way.
    struct Answer {
        uint64_t request;
        std::variant<CollationResponse, CollationResponseV3> response;
    };
    /// The request gets no answer.
    struct Refuse {
        uint64_t request;
    };
    /// The validators to be connected to in the collation set, in place of those before.
    struct Connect {
        std::set<AuthorityId> validators;
    };
    struct Disconnect {
        PeerId peer;
    };
    struct Judged {
        PeerId peer;
        Reputation reputation;
    };
    std::variant<Send, Answer, Refuse, Connect, Disconnect, Judged> v;
};

class CollatorSide {
  public:
    using Effects = std::vector<CollatorSideEffect>;
    static constexpr Millis kUploadTime = 150;

    /// `declaration`: of the para, signed once for this node's peer id (`declare_payload`).
    explicit CollatorSide(Declare declaration) : declaration_(std::move(declaration)) {}

    /// New leaves are activated before old ones are deactivated.
    void activate(CollatorLeaf leaf, Effects& out);
    void deactivate(const Hash256& leaf, Effects& out);
    /// Whether the collator is about to author: a slot before its own, until its collation is distributed.
    void set_authoring(bool is_authoring, Effects& out);

    /// `version`: 1 to 4, as agreed; peers of /1 are disconnected. `authorities`: keys that authority discovery knows
    /// the peer by; a peer without any gets nothing.
    void connect(const PeerId& peer, uint8_t version, std::set<AuthorityId> authorities, Effects& out);
    void set_authorities(const PeerId& peer, std::set<AuthorityId> authorities, Effects& out);
    void disconnect(const PeerId& peer);
    void on_view(const PeerId& peer, const View& view, Effects& out);
    void on_message(const PeerId& peer, const CollationMessage& message, Effects& out);

    /// Returns false, and does nothing, if the para has no such core at the block, the block is none of this node's, a
    /// segment was distributed there before, or the segment is empty, too long or of several versions.
    bool distribute(OwnSegment segment, Effects& out);

    using Request = std::variant<CollationRequestV1, CollationRequestV2, CollationRequestV3>;
    /// `id`: the caller's, unique.
    void on_request(uint64_t id, const PeerId& peer, const Request& request, Millis now, Effects& out);
    /// The answer of a request has left.
    void on_sent(uint64_t id, Millis now, Effects& out);
    /// To be called at `wake_at`.
    void on_time(Millis now, Effects& out);
    std::optional<Millis> wake_at() const;

    enum class Stage : uint8_t { kCreated, kAdvertised, kRequested, kSent };
    /// How far a collation has come; nothing if it is not known (any more).
    std::optional<Stage> stage_of(const Hash256& scheduling_parent, const CandidateHash& hash) const;
    size_t block_count() const noexcept { return blocks_.size(); }

  private:
    struct Group {
        std::vector<AuthorityId> validators;
        std::set<AuthorityId> told;
    };
    struct Stored {
        OwnCollation collation;
        CandidateHash hash;
        CoreIndex core;
        Stage stage = Stage::kCreated;
    };
    struct StoredSegment {
        DescriptorVersion version;
        scale::BoundedVec<CandidateFingerprint, kMaxSegmentCandidates> candidates;
    };
    struct Upload {
        uint64_t id;
        PeerId peer;
        Hash256 output_head_hash;
        uint8_t version;
    };
    struct Block {
        std::map<CoreIndex, Group> groups;
        std::map<CoreIndex, StoredSegment> segments;
        std::map<Hash256, Stored> collations;  ///< by the head that they lead to
        std::vector<Hash256> order;            ///< of collations, as they came
        std::deque<Upload> waiting;
        std::optional<std::pair<Upload, Millis>> active;  ///< with its end
        std::set<std::pair<PeerId, Hash256>> asked;       ///< whoever has asked for which head
    };
    struct Peer {
        uint8_t version;
        std::set<AuthorityId> authorities;
        std::set<Hash256> heads;
    };

    Stored* find_collation(Block& block, const Request& request) const;
    bool is_interested(const Peer& peer, const Hash256& block) const;
    void declare(const PeerId& id, const Peer& peer, Effects& out) const;
    void advertise(const PeerId& id, const Peer& peer, const Hash256& hash, Effects& out);
    void advertise_all(const PeerId& id, const Peer& peer, Effects& out);
    std::optional<CollationMessage> message_of(const Block& block, const StoredSegment& segment, const Hash256& hash,
                                               uint8_t version) const;
    void start_next(Block& block, Millis now, Effects& out);
    void update_connections(Effects& out);

    Declare declaration_;
    bool is_authoring_ = false;
    ImplicitView view_;
    std::map<Hash256, Block> blocks_;
    std::map<PeerId, Peer> peers_;
    std::map<uint64_t, Hash256> uploads_;  ///< the block of each that is under way
    std::optional<std::set<AuthorityId>> connected_to_;
};

}  // namespace serinus::parachain
