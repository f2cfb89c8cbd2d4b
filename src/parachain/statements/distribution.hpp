/// Statement distribution: brings the statements of backing groups to all validators, within the group directly, among
/// all along the grid; requests the candidates that this node has only heard of; gives backing what can be of use to
/// it. It joins the parts of this folder. Observed: polkadot-statement-distribution 36.0.0, v2/mod.rs.
///
/// - Nothing is sent on, and nothing is given to backing, of a candidate whose receipt is not here. Statements wait for
///   it, in the group; in the grid none come before it.
/// - Backing gets statements of candidates that may be in a chain at a leaf (`ProspectiveParachains::membership`).
/// - A candidate that backing has found backed is announced to the grid's neighbours; one that is known to them is
///   acknowledged. A topology that comes late is made up for.
/// - Order of calls at a new leaf: prospective parachains, backing, then this. `send_requests` follows any input.
///
/// Bounds: what a peer can fill is bounded by the validators it stands for: claims of the core per member, in the
/// group for each pair of sender and signer, in the grid for each sender; other peers fill nothing. All of it goes with
/// the scheduling parent.
#pragma once

#include "parachain/backing/backing.hpp"
#include "parachain/statements/attested_requests.hpp"
#include "parachain/statements/grid.hpp"
#include "parachain/statements/statement_verdicts.hpp"
#include "parachain/view/implicit_view.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::parachain {

/// The parts of a session that statements need.
struct StatementSession {
    std::vector<std::vector<ValidatorIndex>> groups;
    std::vector<crypto::sr25519::PublicKey> validators;
    std::vector<AuthorityId> discovery_keys;  ///< those of `validators`, then all others
    uint32_t minimum_backing_votes = 2;
    std::optional<ValidatorIndex> own;  ///< this node among `validators`

    static StatementSession of(const polkadot_primitives::v5::SessionInfo& session, uint32_t minimum_backing_votes,
                               std::optional<ValidatorIndex> own);
};

/// The relay chain's data at a block that may be a scheduling parent.
struct SchedulingFacts {
    Hash256 hash;
    SessionIndex session{};  ///< of its children
    std::shared_ptr<const StatementSession> facts;
    GroupRotationInfo rotation;
    ClaimQueue claim_queue;
    std::set<ValidatorIndex> disabled;
};

struct StatementLeaf {
    std::vector<Hash256> path;  ///< the leaf, its parent and so on: those that may be scheduling parents at it
    BlockNumber number{};
    std::vector<SchedulingFacts> blocks;  ///< those of the path; of known ones (`knows`) they may be left out
};

/// One effect of the machine; they are carried out in order.
struct StatementEffect {
    struct Send {
        std::vector<PeerId> peers;
        StatementMessage message;
    };
    /// Over req_attested_candidate/2, to a connected peer only; the answer, whatever it is, is `on_response`.
    struct Request {
        PeerId peer;
        AttestedCandidateRequest request;
    };
    /// `Backing::on_statement`.
    struct ToBacking {
        Hash256 scheduling_parent;
        StatementWithCandidate statement;
    };
    struct Judged {
        PeerId peer;
        StatementVerdict verdict;
    };
    std::variant<Send, Request, ToBacking, Judged> v;
};

class StatementDistribution {
  public:
    using Effects = std::vector<StatementEffect>;
    /// Topologies that are kept: of the session before, of this and the next one, and one more.
    static constexpr size_t kMaxTopologies = 4;

    /// Both outlive this.
    StatementDistribution(const ProspectiveParachains& prospective, const RelayParents& relay_parents)
        : prospective_(prospective), relay_parents_(relay_parents) {}

    bool knows(const Hash256& block) const { return blocks_.contains(block); }
    /// Blocks without facts take no part. New leaves are activated before old ones are deactivated.
    void activate(const StatementLeaf& leaf, Effects& out);
    void deactivate(const Hash256& leaf);
    /// The grid of a session, and this node's place in it: it may have one without being a validator of parachains.
    void set_topology(SessionIndex session, SessionGrid grid, std::optional<ValidatorIndex> own, Effects& out);

    /// A peer with the keys that authority discovery knows it by. A key stays with the peer that had it first.
    void connect(const PeerId& peer, std::set<AuthorityId> authorities);
    /// Authority discovery knows more, or other, keys of a connected peer.
    void set_authorities(const PeerId& peer, std::set<AuthorityId> authorities);
    void disconnect(const PeerId& peer);
    void on_view(const PeerId& peer, const View& view, Effects& out);
    void on_message(const PeerId& peer, const StatementMessage& message, Effects& out);

    /// An own statement. Returns false, and does nothing, if it is none that this validator may make: of another para
    /// or scheduling parent, one too many, a vote on an unknown candidate, or a repetition.
    bool share(const Hash256& scheduling_parent, const StatementWithCandidate& own, Effects& out);
    /// `BackingEffect::Backed`.
    void on_backed(const CandidateHash& candidate, Effects& out);

    enum class NoResponse : uint8_t {
        kFailure,      ///< of the network, or the peer refused
        kUndecodable,  ///< the peer has sent something else
    };
    void send_requests(Millis now, Effects& out);
    /// When to call `send_requests` without an input.
    std::optional<Millis> wake_at() const { return requests_.next_retry(); }
    void on_response(const PeerId& peer, const std::variant<AttestedCandidateResponse, NoResponse>& response,
                     Millis now, Effects& out);
    /// The answer to a peer's request; nullopt: the request is dropped. Peers may ask for what they were told of and
    /// have not told of themselves. The caller decodes, and serves one request a peer at a time and
    /// kMaxParallelAttestedCandidateRequests in all; what does not decode costs kCostMajor.
    std::optional<AttestedCandidateResponse> answer(const PeerId& peer, const AttestedCandidateRequest& request,
                                                    Effects& out);

    size_t block_count() const noexcept { return blocks_.size(); }
    size_t candidate_count() const noexcept { return candidates_.size(); }
    size_t request_count() const noexcept { return requests_.size(); }
    /// For the operator: the statements that are here on a candidate; nullopt if the candidate is not confirmed.
    std::optional<StatementFilter> statements_on(const CandidateHash& candidate) const;

  private:
    struct Session {
        std::shared_ptr<const StatementSession> facts;
        Groups groups;
        std::map<AuthorityId, ValidatorIndex> authorities;
        std::optional<GridView> view;
        bool is_in_grid = false;

        bool takes_part() const noexcept { return facts->own || is_in_grid; }
    };
    struct Topology {
        SessionGrid grid;
        std::optional<ValidatorIndex> own;
    };
    /// This node in its group.
    struct Own {
        ValidatorIndex index;
        GroupIndex group;
        std::vector<ParaId> paras;
        ClusterTracker cluster;
    };
    struct Block {
        Hash256 hash;
        SessionIndex session{};
        std::optional<Own> own;
        GridTracker grid;
        StatementStore store;
        std::set<ValidatorIndex> disabled;
        std::map<ParaId, std::set<GroupIndex>> groups_of_para;
        std::map<GroupIndex, std::vector<ParaId>> paras_of_group;
        polkadot_primitives::v9::TransposedClaimQueue claims;
        std::set<CandidateHash> backed_without_grid;  ///< until the topology comes

        Bits disabled_of(const std::vector<ValidatorIndex>& group) const;
        bool is_group_of(ParaId para, GroupIndex group) const;
    };
    struct Peer {
        std::set<Hash256> heads;
        std::set<Hash256> implicit;  ///< blocks that matter at its heads, as far as this node knows these
        std::set<AuthorityId> authorities;

        bool knows(const Hash256& block) const { return implicit.contains(block) || heads.contains(block); }
    };
    struct Asked {
        RequestId id;
        RequestProperties properties;
    };
    struct Manifest {
        CandidateHash candidate;
        Hash256 scheduling_parent;
        ParaId para;
        ManifestSummary summary;
    };
    using Hypothetical = KnownCandidates::Hypothetical;

    Block* find_block(const Hash256& hash);
    Session& session_of(const Block& block) { return sessions_.at(block.session); }
    const Session& session_of(const Block& block) const { return sessions_.at(block.session); }
    void add_block(const SchedulingFacts& facts);
    void set_grid(Session& session, const Topology& topology) const;
    /// The validators of a session that a peer is.
    std::vector<ValidatorIndex> validators_of(const Peer& peer, const Session& session) const;
    const PeerId* peer_of(const Session& session, ValidatorIndex validator) const;
    const PeerId* peer_knowing(const Block& block, ValidatorIndex validator) const;

    void send_pending(const PeerId& peer, const Hash256& block, Effects& out);
    void send_pending_of_group(const PeerId& peer, Block& block, ValidatorIndex validator, Effects& out);
    void send_pending_of_grid(const PeerId& peer, Block& block, ValidatorIndex validator, Effects& out);
    void send_acknowledgement(const PeerId& peer, Block& block, ValidatorIndex validator, GroupIndex group,
                              const CandidateHash& candidate, Effects& out);
    void send_lacking(const PeerId& peer, Block& block, ValidatorIndex validator, GroupIndex group,
                      const CandidateHash& candidate, Effects& out);
    void circulate(Block& block, const SignedStatement& statement, Effects& out);
    void provide_to_grid(Block& block, const CandidateHash& candidate, Effects& out);

    void on_statement(const PeerId& peer, const StatementMessage::Statement& message, Effects& out);
    /// Whether the statement is to be imported; otherwise the sender has been judged.
    bool accept(const PeerId& peer, Block& block, const SignedStatement& statement, Effects& out);
    bool accept_of_group(const PeerId& peer, Block& block, const SignedStatement& statement, ValidatorIndex sender,
                         Effects& out);
    void import(const PeerId& peer, Block& block, const SignedStatement& statement, Effects& out);
    void on_manifest(const PeerId& peer, const BackedCandidateManifest& message, Effects& out);
    void on_acknowledgement(const PeerId& peer, const BackedCandidateAcknowledgement& message, Effects& out);
    struct Imported {
        Block* block;
        ValidatorIndex sender;
        bool is_to_acknowledge;
    };
    std::optional<Imported> import_manifest(const PeerId& peer, Manifest manifest, ManifestKind kind, Effects& out);

    void on_confirmed(const CandidateHash& candidate, const KnownCandidates::Reckoning& reckoning, Effects& out);
    /// Asks the prospective chains which of these may follow, at one leaf or at all.
    void update_membership(const std::vector<Hypothetical>& hypotheticals, const std::optional<Hash256>& leaf,
                           Effects& out);
    void give_to_backing(Block& block, const KnownCandidates::Confirmed& candidate, const CandidateHash& hash,
                         Effects& out);
    std::optional<RequestProperties> properties_of(const RequestId& id) const;
    std::optional<StatementFilter> advertised(const RequestId& id, const PeerId& peer) const;

    const ProspectiveParachains& prospective_;
    const RelayParents& relay_parents_;
    ImplicitView view_;
    KnownCandidates candidates_;
    AttestedRequests requests_;
    std::map<Hash256, Block> blocks_;
    std::map<SessionIndex, Session> sessions_;
    std::map<SessionIndex, Topology> topologies_;
    std::map<PeerId, Peer> peers_;
    std::map<AuthorityId, PeerId> authorities_;
    std::map<PeerId, Asked> asked_;
};

}  // namespace serinus::parachain
