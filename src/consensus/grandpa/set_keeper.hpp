/// The authority set of a living chain: block import and finality change it, voters and RPC read it.
#pragma once

#include <mutex>

#include "consensus/grandpa/hard_forks.hpp"
#include "consensus/grandpa/stored.hpp"
#include "consensus/grandpa/voter.hpp"
#include "consensus/grandpa/voting_rules.hpp"
#include "platform/scheduler.hpp"

namespace serinus::consensus::grandpa {

/// What a block's finality makes of the set, to be written with it.
struct FinalityPlan {
    chain::MaybeRefusal refusal = {};
    bool enacts = false;
    std::vector<chain::AuxChange> aux = {};
};

/// Follows the client as listener and gadget. It changes only under the client's write lock, in the listener's calls:
/// what is planned before a block is written counts when it is. Any thread.
class SetKeeper : public chain::ClientListener, public chain::FinalityGadget {
  public:
    struct Hooks {
        std::function<void(const BlockId&)> imported;
        std::function<void(const BlockId&)> finalized;
        std::function<void(BlockNumber signalled_at)> paused;             ///< a forced change is on its way
        std::function<void(const BlockId& base)> new_set;                 ///< votes begin at `base`
        std::function<void(std::shared_ptr<const Bytes>)> justification;  ///< that is kept with a final block
    };
    /// `scheduler`: randomness for the batch verification of signatures.
    /// `forks`: of the chain; nullptr: as its genesis says. They must outlive this.
    SetKeeper(chain::Client& client, AuthoritySet set, platform::Scheduler& scheduler, Hooks hooks,
              const HardForks* forks = nullptr);

    AuthoritySet set() const;
    SetId set_id() const;
    std::optional<BlockNumber> limit(BlockNumber least) const;

    OrFailure<FinalityPlan> plan_finality(const BlockId& block) const;

    OrFailure<chain::GadgetVerdict> check_block(const BlockId& id, const primitives::Header& header) override;
    OrFailure<chain::GadgetVerdict> check_justification(const BlockId& id, BytesView justification) override;
    OrFailure<bool> needs_justification(const BlockId& id) override;
    OrFailure<chain::GadgetVerdict> begin_at_base(const BlockId& id, const primitives::Header& header,
                                                  const std::optional<chain::FinalityAuthorities>& authorities,
                                                  const chain::HeaderVerifier::CallRuntime& call) override;
    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& blocks) override;

  private:
    struct Staged {
        Hash256 block;
        AuthoritySet set;
        std::optional<BlockId> new_set_base;
        std::optional<BlockNumber> pause;
        bool is_base = false;  ///< the chain begins with the block
    };

    chain::Client* client_;
    platform::Scheduler* scheduler_;
    Hooks hooks_;
    const HardForks* forks_;
    mutable std::mutex mutex_;
    AuthoritySet set_;
    std::optional<Staged> staged_;  ///< by a block that is being imported
};

/// The chain for the voter of one set. Reads that fail are logged, and unknown.
class ClientVoterChain final : public VoterChain {
  public:
    ClientVoterChain(chain::Client& client, const SetKeeper& sets, SetId set, VotingRules rules, VoteLimit limit = {})
        : client_(&client), sets_(&sets), set_(set), rules_(rules), limit_(std::move(limit)) {}

    std::optional<BlockLink> find(const Hash256& hash) const override;
    bool is_same_or_above(const BlockId& ancestor, const BlockId& block) const override;
    std::optional<BlockId> best_vote(const BlockId& at_or_above) const override;

  private:
    chain::Client* client_;
    const SetKeeper* sets_;
    SetId set_;
    VotingRules rules_;
    VoteLimit limit_;
};

}  // namespace serinus::consensus::grandpa
