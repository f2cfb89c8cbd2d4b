/// A relay chain of validators of whom some lie, in virtual time from a seed: what honest nodes do about it.
#pragma once

#include <functional>
#include <memory>

#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/disputes/receiver.hpp"
#include "parachain/disputes/sender.hpp"
#include "parachain/disputes/tree_test_support.hpp"
#include "parachain/disputes/vote_selection.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain::dispute_test {

struct SimulatedBlock {
    Hash256 hash;
    Hash256 parent;
    BlockNumber number{};
    ScrapedBlock scraped;
    std::map<DisputeKey, DisputeState> on_chain;  ///< after it
    uint64_t made_at = 0;
};

/// What validators do.
enum class Conduct : uint8_t {
    kHonest,
    kFlaky,     ///< the honest program on a machine whose checks say anything
    kHostile,   ///< sends whatever it likes
    kOutdated,  ///< the honest program of another release, which finds all valid candidates invalid
    kSlow,      ///< the honest program on a machine on which every second candidate takes too long: it is invalid there
};

/// A rule that the program of the nodes does not follow: what looks for broken rules must find it.
enum class Defect : uint8_t {
    kNone,
    kBuildsOnAnything,   ///< blocks are not given up
    kFinalizesAnything,  ///< votes of GRANDPA do not look at disputes
    kChecksNothing,      ///< nobody takes part in disputes
    kBelievesTheFirst,   ///< a dispute is checked by whoever has raised it alone: others vote as that one
    kForgetsItsVotes,    ///< nothing is on the disk after a restart
    kSyncsNothing,       ///< own votes may go with the power
    kBringsNoVotes,      ///< authors bring no votes
    kHearsNoBlocks,      ///< votes in blocks are not imported
    kCountsNoSpam,       ///< spam slots are empty whatever has been begun
    kForgetsLosers,      ///< nobody is known to have lost a dispute
};
inline constexpr std::array kDefects = {Defect::kBuildsOnAnything, Defect::kFinalizesAnything, Defect::kChecksNothing,
                                        Defect::kBelievesTheFirst, Defect::kForgetsItsVotes,   Defect::kSyncsNothing,
                                        Defect::kBringsNoVotes,    Defect::kHearsNoBlocks,     Defect::kCountsNoSpam,
                                        Defect::kForgetsLosers};

struct SimulationOptions {
    uint32_t validators = 10;
    uint32_t liars = 3;
    uint32_t blocks = 16;
    uint32_t quiet_blocks = 16;         ///< at the end, without new lies
    uint32_t loss_percent = 5;          ///< of requests
    uint32_t crashes_percent = 1;       ///< of the times when a node carries out effects
    uint32_t lies_percent = 40;         ///< of included candidates, of which a hostile validator says what it likes; 0:
                                        ///< it makes up candidates, and is silent otherwise
    uint32_t made_up = 0;               ///< candidates that each hostile validator disputes and no block has
    uint32_t outdated = 0;              ///< validators beside the liars
    uint32_t slow = 0;                  ///< validators beside those
    uint32_t upgraded_at = UINT32_MAX;  ///< the slot from which on those are honest
    uint32_t candidates = 2;            ///< in each block
    uint32_t invalid_percent = 25;      ///< of these, if there are liars
    uint64_t check_ms = 500;            ///< a check in a dispute takes so long at least,
    uint64_t check_spread = 4;          ///< and so many times of that at most
    uint32_t backers_percent = 33;      ///< of the honest: who backs a valid candidate
    uint32_t checkers_percent = 20;     ///< who checks an included one, beside the first
    bool disables = false;              ///< the chain disables who has lost a dispute
    uint32_t no_finality_from = UINT32_MAX, no_finality_to = 0;  ///< slots in which no block becomes final
    uint32_t session_blocks = UINT32_MAX;                        ///< a session is so long; the validators stay the same
    uint32_t backing_period = 1;                                 ///< other blocks back nothing
    Defect defect = Defect::kNone;
};

class DisputeSimulation {
  public:
    DisputeSimulation(SimulationOptions options, std::mt19937_64& random);
    void run();

    struct Node {
        uint32_t index = 0;
        Conduct conduct{};
        std::unique_ptr<Signers> facts;
        DisputeCoordinator coordinator;
        DisputeSender sender;
        DisputeReceiver receiver;
        Tree tree;
        std::set<Hash256> blocks;
        std::map<DisputeKey, std::set<bool>> published;  ///< sides of own explicit votes and approvals that were sent
        size_t made_up_checks = 0;
        size_t lives = 1;
        /// A Store that is not synced, and when it was: what was there before.
        struct Unsynced {
            uint64_t at;
            std::vector<std::pair<Bytes, std::optional<Bytes>>> before;
        };
        std::vector<Unsynced> unsynced;
        bool has_lost_votes = false;  ///< of others, with power
    };
    std::vector<Node> nodes;
    std::map<Hash256, SimulatedBlock> chain;
    std::map<CandidateHash, CandidateReceipt> receipts;  ///< of all that a block has backed
    std::map<CandidateHash, SessionIndex> sessions;      ///< theirs
    std::set<CandidateHash> invalid;                     ///< of these
    Hash256 final_block{};
    bool have_losers_begun = false;                               ///< a dispute that a node takes for one
    std::vector<BlockNumber> final_after;                         ///< each slot
    size_t most_batches = 0, most_requests = 0, most_checks = 0;  ///< that a node had at once

    /// In which a block with this number is made.
    SessionIndex session_of(BlockNumber number) const { return kSession + number / options_.session_blocks; }
    /// The dispute about a candidate that a block has backed.
    DisputeKey dispute_of(const CandidateHash& candidate) const { return {sessions.at(candidate), candidate}; }
    bool is_honest(uint32_t validator) const { return nodes[validator].conduct == Conduct::kHonest; }
    /// A sentence for each rule that does not hold, whatever up to f liars did; empty: all do.
    std::set<std::string> broken_rules() const;
    const SimulatedBlock& best_of(const Node& node) const;
    /// From the block down to genesis.
    std::vector<const SimulatedBlock*> path(const Hash256& from) const;

  private:
    using Action = std::function<void()>;
    static constexpr uint64_t kStep = 100;
    static constexpr uint64_t kSlot = 6000;
    static constexpr uint64_t kApprovalTime = 18'000;
    /// What is older has reached the disk.
    static constexpr uint64_t kWriteTime = 5'000;

    bool chance(uint32_t percent) { return random_() % 100 < percent; }
    uint64_t between(uint64_t low, uint64_t high) { return test::random_between(random_, low, high); }
    void later(uint64_t from, uint64_t to, Action action) { actions_.emplace(now_ + between(from, to), action); }
    BlockNumber last_block() const { return options_.blocks + options_.quiet_blocks; }
    uint64_t seconds() const { return 1'000'000 + now_ / 1000; }

    void author_block(bool is_quiet);
    void back_candidates(SimulatedBlock& block, bool is_quiet);
    void bring_votes(SimulatedBlock& block, Node& author);
    void receive_block(Node& node, const Hash256& hash);
    void check_included(const SimulatedBlock& block);
    void check(uint32_t index, const CandidateReceipt& receipt);
    void carry_out(Node& node, DisputeCoordinator::Effects effects);
    bool carry_out(Node& node, const DisputeEffect& effect);
    void carry_out(Node& node, DisputeSender::Effects effects);
    void carry_out(Node& node, DisputeReceiver::Effects effects);
    void write(Node& node, const DisputeEffect& effect);
    void lose_power(Node& node);
    void restart(Node& node);
    void start(Node& node);
    void give_leaf(Node& node, const SimulatedBlock& block);
    bool is_above_final(const SimulatedBlock& block) const;
    void request(uint32_t from, const AuthorityId& to, const CandidateHash& candidate, const DisputeRequest& request);
    void lie(const CandidateReceipt& receipt);
    void flood(uint32_t liar);
    void finalize();
    void disable_losers(const SimulatedBlock& block);
    void find_broken_rules(const Node& node, std::set<std::string>& out) const;
    bool is_of_losers(const Node& node, const DisputeKey& dispute) const;
    void break_memory(Node& node) const;
    void find_disagreement(std::set<std::string>& out) const;
    bool outcome(const Node& node, const CandidateHash& candidate);
    static bool is_too_slow(const CandidateHash& candidate) { return candidate._0[0] % 2 == 0; }
    static uint32_t number_of(const AuthorityId& authority) { return load_le<uint32_t>(authority.data()) - 1; }

    SimulationOptions options_;
    std::mt19937_64& random_;
    Signers signers_;
    uint64_t now_ = 1000;
    std::multimap<uint64_t, Action> actions_;
    uint32_t next_candidate_ = 0;
    uint64_t next_token_ = 0;
    uint64_t turn_ = 0;
    uint32_t slot_ = 0;
    struct Requested {
        uint32_t from;
        AuthorityId to;
        CandidateHash candidate;
    };
    std::map<uint64_t, Requested> requested_;
};

}  // namespace serinus::parachain::dispute_test
