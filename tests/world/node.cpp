#include "tests/world/node.hpp"

#include "consensus/open_client.hpp"
#include "services/block_announces/block_announces.hpp"
#include "services/discovery/discovery.hpp"
#include "services/light/light.hpp"
#include "services/transactions/transactions.hpp"
#include "services/warp/warp.hpp"
#include "tests/world/chain.hpp"

namespace serinus::world {
namespace {

namespace grandpa = consensus::grandpa;
using storage::testing::SimulatedDisk;

/// The bug kTakesAnyJustification.
class Credulous final : public chain::FinalityGadget {
  public:
    explicit Credulous(chain::FinalityGadget& inner) : inner_(inner) {}
    Result<chain::GadgetVerdict, chain::ChainError> check_block(const chain::BlockId& id,
                                                                const primitives::Header& header) override {
        return inner_.check_block(id, header);
    }
    Result<chain::GadgetVerdict, chain::ChainError> check_justification(const chain::BlockId&, BytesView) override {
        return chain::GadgetVerdict{};
    }
    Result<bool, chain::ChainError> needs_justification(const chain::BlockId& id) override {
        return inner_.needs_justification(id);
    }

  private:
    chain::FinalityGadget& inner_;
};

}  // namespace

class Node::AllMischief final : public Mischief {
  public:
    explicit AllMischief(std::vector<std::unique_ptr<Mischief>> parts) : parts_(std::move(parts)) {}
    void on_own_block(Exchange& exchange, const SentBlock& block) override {
        for (auto& one : parts_) one->on_own_block(exchange, block);
    }
    void on_gossip(Exchange& exchange, BytesView message) override {
        for (auto& one : parts_) one->on_gossip(exchange, message);
    }
    void on_tick(Exchange& exchange) override {
        for (auto& one : parts_) one->on_tick(exchange);
    }
    bool change(SentBlock& block) override {
        return std::ranges::all_of(parts_, [&](auto& one) { return one->change(block); });
    }
    std::optional<SentBlock> find(const Hash256& hash) override {
        for (auto& one : parts_) {
            if (auto found = one->find(hash)) return found;
        }
        return std::nullopt;
    }

  private:
    std::vector<std::unique_ptr<Mischief>> parts_;
};

Node::Node(NodeParts parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Node>, std::string> Node::start(NodeParts parts) {
    std::unique_ptr<Node> node(new Node(std::move(parts)));
    TRY(node->start());
    return node;
}

Result<void, std::string> Node::start() {
    scheduler_ = parts_.time.make_scheduler({.label = parts_.label, .unix_skew_ms = parts_.clock_skew_ms});
    TRY(open_client());
    client_->add_listener(parts_.listener);
    const size_t factor = parts_.bug == Bug::kUnboundedPool ? 1000 : 1;
    pool_ = std::make_unique<pool::TransactionPool>(*client_, *scheduler_,
                                                    pool::PoolOptions{.ready_count = kMaxReady * factor,
                                                                      .ready_bytes = kMaxReadyBytes * factor,
                                                                      .future_count = kMaxFuture * factor,
                                                                      .future_bytes = kMaxFutureBytes * factor});
    services::NodeParts made{.client = *client_,
                             .pool = *pool_,
                             .keys = parts_.keys,
                             .scheduler = *scheduler_,
                             .is_authority = parts_.is_validator,
                             .names = {client_->spec(), client_->genesis().hash}};
    if (parts_.bug == Bug::kNoVoters) made.disabled = {"grandpa"};
    std::optional<node::NetworkOptions> network;
    services::Sync* sync = nullptr;
    if (parts_.wire != nullptr) {
        network = wire_options(*parts_.wire, parts_.number);
        made.network = &*network;
        services::add_discovery(made);
        sync = &services::add_sync(made);
        services::add_warp(made, *sync);
        services::add_block_announces(made, *sync);
        services::add_light(made);
        services::add_transactions(made);
    }
    services::add_grandpa(made, sync, [this](grandpa::Options& options) { configure_grandpa(options); });
    node_services_ = std::move(made.services);
    if (network) {
        network_ = node::NodeNetwork::open({.scheduler = *scheduler_,
                                            .agent_version = "world",
                                            .is_authority = parts_.is_validator,
                                            .start_service = wire_service(*parts_.wire, parts_.number),
                                            .services = node_services_,
                                            .protocols = std::move(made.protocols)},
                                           *std::move(network));
    }
    for (const auto& service : node_services_) {
        TRY(service->start());
    }
    if (parts_.bug == Bug::kTakesAnyJustification && grandpa() != nullptr) {
        gadget_ = std::make_unique<Credulous>(*grandpa());
        client_->set_gadget(gadget_.get());
    }
    if (network_ != nullptr) network_->run();
    authorship::Options author;
    if (network_ != nullptr) author.is_syncing = [this] { return network_->is_syncing(); };
    author.authority = parts_.is_validator;
    TRY_ASSIGN(sealing_, authorship::start(*client_, *pool_, parts_.keys, *scheduler_, std::move(author)));
    system_ = std::make_unique<node::NodeServices>(*client_, network_.get(),
                                                   node::NodeServices::Facts{.version = "0", .peer_id = "0"});
    services_ = std::make_unique<rpc::Services>(rpc::Services{.client = *client_,
                                                              .pool = *pool_,
                                                              .keys = parts_.keys,
                                                              .system = *system_,
                                                              .scheduler = *scheduler_,
                                                              .sealing = sealing_.get()});
    for (const auto& service : node_services_) service->add_methods(registry_);
    rpc::add_all(registry_, *services_);
    if (network_ == nullptr) start_exchange();
    rpc_ = std::make_unique<RpcClient>(registry_, *client_, *scheduler_, parts_.mischief_seed, parts_.on_rpc_violation);
    if (parts_.bug == Bug::kRpcTellsAnotherChain) rpc_->expect_wrong_head();
    rpc_->subscribe();
    return {};
}

void Node::start_exchange() {
    std::vector<std::unique_ptr<Mischief>> mischief;
    for (const FaultKind kind : parts_.mischief) {
        const uint64_t seed = parts_.mischief_seed + parts_.life * 1000 + static_cast<uint64_t>(kind);
        if (auto one = make_mischief(kind, {*client_, parts_.keys, seed, [this, kind] {
                                                if (parts_.on_mischief) parts_.on_mischief(kind);
                                            }}))
            mischief.push_back(std::move(one));
    }
    if (!mischief.empty()) mischief_ = std::make_unique<AllMischief>(std::move(mischief));
    exchange_ = std::make_unique<Exchange>(Exchange::Parts{.scheduler = *scheduler_,
                                                           .client = *client_,
                                                           .pool = *pool_,
                                                           .grandpa = grandpa(),
                                                           .own = parts_.number,
                                                           .ends = parts_.ends,
                                                           .life = parts_.life,
                                                           .send = parts_.send,
                                                           .on_import_result = parts_.on_import_result,
                                                           .mischief = mischief_.get()});
    exchange_->start();
}

Result<void, std::string> Node::open_client() {
    chain::ClientOptions options;
    options.database.open_store = [this] {
        return Result<std::unique_ptr<storage::Store>, storage::StoreError>(parts_.disk.open());
    };
    options.executor.shared_runtimes = parts_.runtimes;
    options.executor.log = &runtime_log_;
    options.now_ms = [this] { return scheduler_->unix_now_ms(); };
    auto opened = consensus::open_client(spec_of(parts_.genesis_state_root), options);
    if (!opened) return Err(opened.error().reason);
    client_ = *std::move(opened);
    return {};
}

void Node::configure_grandpa(grandpa::Options& options) {
    if (parts_.mischief_seed % 2 == 0) options.voting_rules = grandpa::kVoteForBest;
    if (network_ != nullptr) {
        options.send = [this, send = std::move(options.send)](const grandpa::OutgoingMessage& message) {
            note_own_vote(message);
            send(message);
        };
        // Nobody lies on the wire: the sender is as honest as this node.
        options.judged = [this, judged = std::move(options.judged)](grandpa::GossipPeer from,
                                                                    grandpa::MessageVerdict verdict) {
            parts_.on_judged(parts_.number, verdict);
            judged(from, verdict);
        };
        return;
    }
    options.send = [this](const grandpa::OutgoingMessage& message) { send_gossip(message); };
    options.judged = [this](grandpa::GossipPeer from, grandpa::MessageVerdict verdict) {
        parts_.on_judged(from, verdict);
    };
    options.request_block = [this](const chain::BlockId& block, const std::vector<grandpa::GossipPeer>& peers) {
        if (exchange_ != nullptr) exchange_->request_block(block.hash, peers);
    };
}

consensus::grandpa::RunningGrandpa* Node::grandpa() {
    for (const auto& service : node_services_) {
        if (auto* found = dynamic_cast<services::Grandpa*>(service.get())) return found->gadget();
    }
    return nullptr;
}

void Node::note_own_vote(const grandpa::OutgoingMessage& message) {
    const auto* vote = std::get_if<grandpa::VoteMessage>(&message.message);
    // The votes of others are sent too, where they are missing.
    const bool is_own = vote != nullptr && parts_.keys.has(crypto::key_types::kGrandpa, vote->message.id.bytes);
    if (is_own) parts_.on_vote(*vote);
}

void Node::send_gossip(const grandpa::OutgoingMessage& message) {
    note_own_vote(message);
    if (exchange_ != nullptr) exchange_->gossip(message.peer, message.from, *message.encoded);
}

void Node::stop() {
    scheduler_->request_stop();
    rpc_.reset();
    exchange_.reset();
    sealing_.reset();
    if (network_ != nullptr) network_->stop();
    for (const auto& service : node_services_) service->stop();
    pool_->stop();
    (void)client_->sync();
}

Node::~Node() {
    if (client_ == nullptr) return;
    rpc_.reset();
    exchange_.reset();
    sealing_.reset();
    if (network_ != nullptr) network_->stop();
    for (const auto& service : node_services_) service->stop();
    if (gadget_ != nullptr) client_->set_gadget(nullptr);
    registry_ = {};
    services_.reset();
    client_->remove_listener(parts_.listener);
}

}  // namespace serinus::world
