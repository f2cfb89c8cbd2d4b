/// The collator's side of collation on a node of the relay chain: follows its leaves, keeps connections to the backing
/// groups of the parachain's cores, tells them of collations and hands these out. The rules are those of
/// parachain/collation/collator_side.hpp.
#pragma once

#include "parachain/collation/collator_side.hpp"
#include "platform/mailbox.hpp"
#include "services/collator/relay_headers.hpp"
#include "services/collator/validator_links.hpp"
#include "services/discovery/discovery.hpp"
#include "services/parachain/chain_view.hpp"
#include "services/parachain/leaves/active_leaves.hpp"
#include "services/parachain/leaves/relay_state.hpp"
#include "services/parachain/requests/lane_server.hpp"
#include "services/service.hpp"

namespace serinus::services {

class CollatorProtocol final : public Service, private collator::RelayChainListener, private paras::PeerSink {
  public:
    using ParaId = polkadot_primitives::ParaId;
    /// On this service's lane: a leaf at which collations can be distributed from here on. It must be quick.
    using OnLeaf = std::function<void(const paras::RelayState& leaf)>;

    /// `node`, on the relay chain's network, must outlive it, but for the lists of protocols and services; so must
    /// `chain`. `discovery` looks up the authorities.
    CollatorProtocol(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery, ParaId para);
    ~CollatorProtocol() override { CollatorProtocol::stop(); }

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

    // For the parachain's node; any thread.
    /// In the place of the one before; not called any more when this returns.
    void set_on_leaf(OnLeaf on_leaf);
    void distribute(parachain::OwnSegment segment);
    void set_authoring(bool is_authoring);
    /// Whether the relay chain is far behind the network's.
    bool is_syncing() const { return network_ == nullptr || network_->is_syncing() || chain_.is_behind(); }
    /// Of this node on the relay chain's network. Empty before connect().
    const Bytes& peer_id() const noexcept { return peer_id_; }

  private:
    struct Figures {
        uint64_t distributed = 0, told = 0, requests = 0, refused = 0;
        size_t validators = 0;  ///< that this node has a pair of collation with
    };

    void connect_gate(ModuleParts& parts, uint8_t version);
    void apply(const paras::ActiveLeaves::Update& update);
    void update_authorities();
    void carry_out(parachain::CollatorSide::Effects& effects);
    void tell(const parachain::CollatorSideEffect::Send& send);
    void judge(const network::PeerId& peer, parachain::Reputation reputation);
    void answer(paras::InboundRequestId id, std::optional<Bytes> content);
    void plan_wake();
    void plan_update();
    void join(paras::PeerNumber number, const network::PeerId& peer);
    void leave(paras::PeerNumber number);
    void change_pair(const network::PeerId& peer, const paras::CollatorGates::Change& change);
    void hear(paras::PeerNumber number, const Bytes& message);
    void on_request(paras::InboundRequestId id, paras::RequestKind kind, const network::PeerId& peer,
                    const Bytes& content);

    // collator::RelayChainListener
    void on_block(const collator::RelayBlock& block) override;
    void on_final(const chain::BlockId& block) override;
    // paras::PeerSink
    void peer_joined(paras::PeerNumber number, const network::PeerId& peer) override;
    void on_disconnected(paras::PeerNumber number) override;
    platform::Admission receive(paras::PeerNumber number, Bytes message) override;

    collator::RelayChain& chain_;
    platform::Scheduler& scheduler_;
    const Discovery& discovery_;
    const ParaId para_;
    std::array<network::link::NotificationIndex, paras::kGates> protocols_ = {};  ///< from kOldest on
    paras::RequestProtocols requests_;

    ServiceNetwork* network_ = nullptr;
    Bytes peer_id_;
    std::unique_ptr<platform::Lane> lane_;
    std::unique_ptr<platform::Mailbox> mailbox_;
    // On the network's thread.
    paras::Gates gates_ = {};
    std::vector<std::unique_ptr<paras::GateSink>> sinks_;
    paras::ValidatorLinks* links_ = nullptr;
    paras::LaneServer* server_ = nullptr;

    // On the lane.
    paras::RelayHeaders headers_;
    paras::DirectoryPeers authorities_;
    paras::RelayStates states_;
    paras::ActiveLeaves leaves_;
    std::optional<parachain::CollatorSide> side_;
    std::map<paras::PeerNumber, network::PeerId> peers_;
    paras::CollatorGates pairs_;  ///< which pair with a validator counts
    std::map<network::PeerId, paras::AuthorityIds> known_;
    std::optional<uint64_t> planned_wake_;
    bool is_listening_ = false;

    mutable std::mutex mutex_;
    OnLeaf on_leaf_;
    Figures figures_;
};

/// For recipes of a relay chain's node within a collator.
CollatorProtocol& add_collator_protocol(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery,
                                        polkadot_primitives::ParaId para);

}  // namespace serinus::services
