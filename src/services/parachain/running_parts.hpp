/// The parts of a validator, in the order in which they hear. They live on one lane.
#pragma once

#include "platform/mailbox.hpp"
#include "services/parachain/approvals/approvals.hpp"
#include "services/parachain/backing/candidates.hpp"
#include "services/parachain/chain_view.hpp"
#include "services/parachain/collation/collations.hpp"
#include "services/parachain/disputes/slashing.hpp"
#include "services/parachain/hub.hpp"
#include "services/parachain/network_outlets.hpp"
#include "services/parachain/precheck/prechecks.hpp"
#include "services/parachain/substitutes.hpp"
#include "services/parachain/timelines/chain_watch.hpp"

namespace serinus::services::paras {

struct RunningParts {
    /// All outlive this.
    struct Environment {
        chain::Client& client;
        const crypto::NodeKeys& keys;
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        platform::Lane& jobs;
        const network::discovery::AuthorityDirectory& directory;
        NetworkOutlets& outlets;
        storage::Store& disk;
        AvailabilityStore& store;
        FinalityLimits& limits;
        Timelines& timelines;
        MakeOffchain make_offchain;
        Substitutes* substitutes = nullptr;  ///< nullptr: every part is this node's own
        std::vector<std::string> pvf_worker;
        std::string code_folder;
        uint64_t slot_duration_ms = 6000;
    };
    explicit RunningParts(const Environment& environment);

    void join(PeerNumber number, const PeerId& peer);
    void leave(PeerNumber number);
    void receive(PeerNumber number, const Bytes& message);
    void tell_of_collator(const PeerId& peer, const CollatorGates::Change& change);
    /// With the authorities of the past, the present and the next session, if this node is one of them.
    /// Observed: polkadot-gossip-support 36.0.0
    void keep_connections(const RelayState& leaf);

    runtime_api::BlockCalls& calls;
    const crypto::NodeKeys& keys;
    NetworkOutlets& outlets;
    std::shared_ptr<InherentShelf> shelf = std::make_shared<InherentShelf>();
    ChainView chain;
    DirectoryPeers authorities;
    RelayStates states;
    SignedOnce signed_once;
    ApprovalRecords records;
    DisputeRecords dispute_records;
    std::unique_ptr<CandidateExecutor> executor;
    CandidateChecker checker;
    ChosenParts chosen;
    Hub hub;
    Candidates candidates;
    CollationTaker& collation_taker;
    Collations collations;
    Recoveries recoveries;
    Disputes disputes;
    Inherents inherents;
    Availability availability;
    Bitfields bitfields;
    Approvals approvals;
    ChainWatch watch;
    Prechecks prechecks;
    Slashing slashing;
    /// Of validators, and of collators: strangers, who can fill nothing but their own. By the gate of the sender.
    platform::Mailbox& mailbox_of(PeerNumber number) {
        return gate_of(number) == kValidationGate ? messages : messages_of_collators;
    }

    platform::Mailbox messages, messages_of_collators;
    std::map<PeerNumber, PeerId> peers;  ///< of all gates
    CollatorGates collators;
};

}  // namespace serinus::services::paras
