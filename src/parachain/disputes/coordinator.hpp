/// The coordinator of disputes: every vote on a candidate comes here, from peers, from blocks, from approvals and from
/// this node's own checks. Observed: polkadot-node-core-dispute-coordinator 36.0.0. Guide: dispute-coordinator
///
/// - A candidate with votes on both sides is disputed. This node checks it, once, if it is one of the session's
///   validators and the dispute is no spam: a block has backed or included the candidate, or more than f validators
///   take part; disputes that only disabled validators have begun wait until more than f take part.
/// - Of n validators n - f decide. From f + 1 votes against it on, blocks that include the candidate are given up.
/// - This node votes once on a candidate: the vote is on the disk before it leaves, and an approval is one.
/// - Votes are kept for six sessions, and older disputes are not taken any more.
///
/// Effects of an input are carried out, in order, before the next input is given. In memory is who has voted how on the
/// candidates of late; `DisputeFacts::stored_under` has the votes. If Store fails, `on_store_failed` has to be called.
#pragma once

#include <span>

#include "parachain/disputes/chain_scraper.hpp"
#include "parachain/disputes/facts.hpp"
#include "parachain/disputes/lost_disputes.hpp"
#include "parachain/disputes/participation.hpp"
#include "parachain/disputes/spam_slots.hpp"
#include "parachain/disputes/tally.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

struct DisputeEffect {
    /// Write these, or remove where there is no value: all or nothing, and before what follows is carried out.
    struct Store {
        std::vector<std::pair<Bytes, std::optional<Bytes>>> changes;
        /// There is an own vote among them, which must outlive a loss of power. Votes of others need not: whoever has
        /// sent them has them, and so will blocks. They outlive the end of the process.
        bool is_own_vote = false;
    };
    /// Remove all keys from `first` on that are below `last`.
    struct RemoveRange {
        Bytes first;
        Bytes last;
    };
    /// Recover the candidate's data, and execute it as for disputes with its code in the state of a block; the answer
    /// is `on_participated`.
    struct Participate {
        ParticipationRequest request;
        Hash256 code_at;
    };
    /// The answer is `on_signed`.
    struct Sign {
        DisputeKey dispute;
        ValidatorIndex validator;
        bool is_valid = false;
        Bytes payload;
    };
    /// An own vote: to all validators (`DisputeSender::send`).
    struct Send {
        DisputeRequest request;
    };
    /// Give these blocks up (`chain::Client::exclude`). One that is final cannot be: an operator has to know.
    struct Revert {
        std::vector<CandidateSightings::Block> blocks;
    };
    struct Began {
        DisputeKey dispute;
    };
    struct Concluded {
        DisputeKey dispute;
        bool is_valid = false;
        bool is_own_vote_lost = false;
    };
    std::variant<Store, RemoveRange, Participate, Sign, Send, Revert, Began, Concluded> v;
};

enum class ImportVerdict : uint8_t {
    kImported,
    kNotReady,          ///< no leaf has been seen yet
    kAncientSession,    ///< older than the window
    kUnknownSession,    ///< too new, or its facts are missing
    kUnknownCandidate,  ///< votes of a block on a candidate whose receipt has not been seen
    kSpam,              ///< all who say that it is invalid have used up their slots
    /// The store does not say which votes are known: none can be added, and this node gives none. Ours; in the
    /// reference the coordinator ends (dispute-coordinator 36.0.0, Error::DbReadFailed).
    kUnreadable,
};

struct DisputeLeaf {
    Hash256 hash;
    BlockNumber number{};
    SessionIndex session{};            ///< of its children
    bool enables_v3 = false;           ///< the feature CandidateReceiptV3
    std::vector<ScrapedBlock> blocks;  ///< `blocks_to_scrape`, in that order
};

/// A block above the base of a vote in GRANDPA.
struct BlockCandidates {
    Hash256 hash;
    SessionIndex session{};
    std::vector<CandidateHash> included;
};

class DisputeCoordinator {
  public:
    using Effects = std::vector<DisputeEffect>;

    /// Sessions whose disputes are taken, with the current one. Observed: polkadot-node-primitives 28.0.0,
    /// DISPUTE_WINDOW
    static constexpr SessionIndex kWindow = 6;
    /// Blocks whose votes are imported at once; others wait for `import_backlog` or the next leaf.
    static constexpr size_t kBlocksAtOnce = 8;
    static constexpr size_t kMaxBacklog = ChainScraper::kMaxScraped;
    /// A check that fails for reasons of this node is tried again at the next leaf, so often, and for so many disputes.
    /// Ours; the reference waits for another vote, which may not come.
    static constexpr size_t kMaxRetries = 5;
    static constexpr size_t kMaxRetried = 1000;

    /// `stored`: all that Store has written with a key that begins with kDisputeKeys. What is damaged is left out: who
    /// calls looks for it.
    static constexpr uint8_t kDisputeKeys = 'd';
    explicit DisputeCoordinator(const std::vector<std::pair<Bytes, Bytes>>& stored = {});

    std::vector<Hash256> blocks_to_scrape(const Hash256& leaf, BlockNumber number, BlockNumber finalized,
                                          const ChainScraper::ParentOf& parent_of) const {
        return scraper_.missing(leaf, number, finalized, parent_of);
    }
    /// At the first one, disputes from before the start are taken up.
    void on_leaf(DisputeLeaf leaf, const DisputeFacts& facts, uint64_t now_s, Effects& out);
    bool has_backlog() const noexcept { return !backlog_.empty(); }
    void import_backlog(const DisputeFacts& facts, uint64_t now_s, Effects& out);
    void on_finalized(BlockNumber number) { scraper_.on_finalized(number); }
    /// A Store, and what follows it, was not carried out: its votes are not known here.
    void on_store_failed() {
        tallies_.clear();
        touched_.clear();
    }

    /// Votes of peers. Imported votes are stored: the sender may be told when the effects are carried out.
    ImportVerdict import(const CandidateReceipt& receipt, SessionIndex session, std::span<const CheckedVote> votes,
                         const DisputeFacts& facts, uint64_t now_s, Effects& out);
    /// What this node has found of a candidate, by its approval check or its participation. It votes if it can, and has
    /// not voted.
    void vote(const CandidateReceipt& receipt, SessionIndex session, bool is_valid, const DisputeFacts& facts,
              uint64_t now_s, Effects& out);
    /// nullopt: the keystore has no such key.
    void on_signed(const DisputeKey& dispute, const std::optional<ValidatorSignature>& signature,
                   const DisputeFacts& facts, uint64_t now_s, Effects& out);
    enum class Outcome : uint8_t {
        kValid,
        kInvalid,      ///< or what was recovered is not what the erasure root says
        kUnavailable,  ///< not enough chunks
        kUnknown,      ///< something failed here
    };
    void on_participated(const DisputeKey& dispute, Outcome outcome, const DisputeFacts& facts, uint64_t now_s,
                         Effects& out);

    /// Of consecutive blocks so many, from the first on, include no candidate that may be invalid: none above them may
    /// be voted for.
    size_t count_undisputed(std::span<const BlockCandidates> blocks) const;

    /// What this node has voted, or is about to: approval voting approves nothing that this node disputes. false also
    /// where the store cannot be read: this node may have voted against it.
    std::optional<bool> own_side(const DisputeKey& dispute, const DisputeFacts& facts) const;
    const DisputeStatus* find_status(const DisputeKey& dispute) const;
    /// All within the window: of them the author selects votes (`prioritize`).
    std::map<DisputeKey, DisputeStatus> recent() const;
    /// Those that have not ended more than three minutes ago: the sender keeps sending.
    std::set<CandidateHash> active(uint64_t now_s) const;
    /// nullopt also where the store cannot be read.
    std::optional<CandidateVotes> votes_of(const DisputeKey& dispute, const DisputeFacts& facts) const;
    std::vector<CandidateSightings::Block> blocks_including(const CandidateHash& candidate) const {
        return scraper_.blocks_including(candidate);
    }
    const SpamSlots& spam_slots() const noexcept { return spam_; }
    const LostDisputes& lost() const noexcept { return lost_; }
    const Participation& participation() const noexcept { return participation_; }

  private:
    struct Dispute {
        DisputeStatus status;
        bool has_byzantine_against = false;
        std::set<ValidatorIndex> raisers;  ///< those against it, until it is confirmed
    };
    struct Signing {
        CandidateReceipt receipt;
        ValidatorIndex validator;
        bool is_valid = false;
    };
    /// What an input comes with.
    struct Context {
        const DisputeFacts& facts;
        uint64_t now_s;
        Effects& out;
    };
    /// An import on its way.
    struct Change {
        const DisputeKey& key;
        const DisputeSession& session;
        const std::set<ValidatorIndex>& disabled;
        bool is_first;  ///< nothing of the candidate is stored
        Tally tally;
        VoteState before;
        VoteState after;
        CandidateVotes added;  ///< the votes that are new

        bool is_freshly_disputed() const noexcept { return !before.is_disputed() && after.is_disputed(); }
        bool is_freshly(DisputeStatus::Stage stage) const noexcept { return !before.is(stage) && after.is(stage); }
        bool is_freshly_concluded() const noexcept;
        bool has_fresh_status() const noexcept;
        bool has_new_votes() const noexcept { return !added.valid.empty() || !added.invalid.empty(); }
    };
    struct Retry {
        CandidateReceipt receipt;
        size_t count = 0;
    };

    SessionIndex earliest_session() const noexcept { return saturating_sub(highest_session_, kWindow - 1); }
    Hash256 scheduling_parent(const CandidateReceipt& receipt) const noexcept;
    /// nullopt: nothing is known.
    Result<std::optional<CandidateVotes>, std::string> read(const DisputeKey& dispute, const DisputeFacts& facts) const;
    /// nullopt also where the store cannot be read: for what may be left out then.
    std::optional<CandidateVotes> load(const DisputeKey& dispute, const DisputeFacts& facts) const;
    /// nullptr: nothing is known. Until the next import.
    Result<const Tallies::Entry*, std::string> find_tally(const DisputeKey& dispute, const DisputeSession& session,
                                                          const DisputeFacts& facts);
    std::set<ValidatorIndex> disabled(const CandidateReceipt& receipt, SessionIndex session, size_t validators,
                                      const DisputeFacts& facts) const;

    void restore(const Context& context);
    void forget_disputes_of_losers(const Context& context);
    void restore_active(const DisputeKey& key, Dispute& dispute, const Context& context);
    void enter_session(SessionIndex session, Effects& out);
    bool includes_given_up(const ScrapedBlock& block) const;
    void import_block(const ScrapedBlock& block, const Context& context);
    /// `receipt`: nullptr if it must be known.
    ImportVerdict import_votes(const DisputeKey& key, const CandidateReceipt* receipt,
                               std::span<const CheckedVote> votes, const Context& context);
    /// That is stored under any session.
    std::optional<CandidateReceipt> find_receipt(const CandidateHash& candidate, const DisputeFacts& facts) const;
    static void add_votes(Change& change, std::span<const CheckedVote> votes);
    static void add_approvals(Change& change, const Context& context);
    bool is_spam(const CandidateHash& candidate, const VoteState& state) const;
    bool take_spam_slots(const Change& change);
    /// Both at once: with one of them alone a change would not be seen after a restart.
    void store(const Change& change, Effects& out);
    /// Whether there is something to store.
    bool update_dispute(const Change& change);
    void conclude(const Change& change, const Context& context);
    void revisit_disputes_of(const std::set<ValidatorIndex>& losers, SessionIndex session, const Context& context);
    void revert_blocks(const CandidateHash& candidate, Effects& out);
    void participate(const DisputeKey& key, const CandidateReceipt& receipt, const Context& context);
    void start_participations(Effects& out);
    template <class Votes>
    bool is_own_vote_missing(const DisputeKey& key, const Votes& votes, const DisputeSession& session) const {
        return session.own && !votes.has_voted(*session.own) && !signing_.contains(key);
    }
    /// Whether there is an own approval, which is the own vote then.
    bool take_own_approval(const DisputeKey& key, const CandidateReceipt& receipt, ValidatorIndex own,
                           const Context& context);
    void import_own(const DisputeKey& key, const CandidateReceipt& receipt, const CheckedVote& vote,
                    const Context& context);
    void retry_participations(const Context& context);
    void note_retry(const DisputeKey& key, const CandidateReceipt& receipt);
    void send_own_votes(const DisputeKey& key, const CandidateVotes& votes, const DisputeSession& session,
                        bool approvals_only, const Context& context) const;
    /// A dispute request with an own vote goes out.
    void send(const DisputeKey& key, const CandidateVotes& votes, const CheckedVote& vote,
              const Context& context) const;

    std::map<DisputeKey, Dispute> disputes_;
    std::map<DisputeKey, Signing> signing_;
    std::map<DisputeKey, Retry> retries_;
    std::map<DisputeKey, CandidateVotes> touched_;  ///< new by this input: the store may not have them yet
    Tallies tallies_;
    SpamSlots spam_;
    LostDisputes lost_;
    Participation participation_;
    ChainScraper scraper_;
    std::deque<ScrapedBlock> backlog_;
    SessionIndex highest_session_ = 0;
    std::optional<std::pair<BlockNumber, Hash256>> recent_block_;
    bool v3_seen_ = false;
};

}  // namespace serinus::parachain
