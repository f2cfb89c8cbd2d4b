#include "tests/world/node.hpp"

#include "services/grandpa/grandpa.hpp"
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

class Node::Hooks final : public services::Service {
  public:
    Hooks(services::NodeParts& node, const NodeParts& parts)
        : parts_(parts), client_(node.client), pool_(node.pool), scheduler_(node.scheduler), is_wired_(node.network) {
        client_.add_listener(parts_.listener);
        for (const auto& service : node.services) {
            if (auto* found = dynamic_cast<services::Grandpa*>(service.get())) grandpa_ = found;
        }
        grandpa_->configure([this](grandpa::GrandpaOptions& options) { configure(options); });
    }
    ~Hooks() override { Hooks::stop(); }

    Result<void, std::string> start() override {
        if (parts_.bug == Bug::kTakesAnyJustification && grandpa_->gadget() != nullptr) {
            gadget_ = std::make_unique<Credulous>(*grandpa_->gadget());
            client_.set_gadget(gadget_.get());
        }
        if (!is_wired_) start_exchange();
        return {};
    }
    void stop() override {
        exchange_.reset();
        if (gadget_ != nullptr) client_.set_gadget(nullptr);
        gadget_.reset();
        client_.remove_listener(parts_.listener);
    }
    Exchange* exchange() noexcept { return exchange_.get(); }

  private:
    void configure(grandpa::GrandpaOptions& options);
    void start_exchange();
    void note_own_vote(const grandpa::OutgoingMessage& message);

    const NodeParts& parts_;
    chain::Client& client_;
    pool::TransactionPool& pool_;
    platform::Scheduler& scheduler_;
    const bool is_wired_;
    services::Grandpa* grandpa_ = nullptr;
    std::unique_ptr<chain::FinalityGadget> gadget_;  ///< in the place of GRANDPA, for a bug
    std::unique_ptr<Mischief> mischief_;
    std::unique_ptr<Exchange> exchange_;
};

void Node::Hooks::start_exchange() {
    std::vector<std::unique_ptr<Mischief>> mischief;
    for (const FaultKind kind : parts_.mischief) {
        const uint64_t seed = parts_.mischief_seed + parts_.life * 1000 + static_cast<uint64_t>(kind);
        if (auto one = make_mischief(kind, {client_, *parts_.keys, seed, [this, kind] {
                                                if (parts_.on_mischief) parts_.on_mischief(kind);
                                            }}))
            mischief.push_back(std::move(one));
    }
    if (!mischief.empty()) mischief_ = std::make_unique<AllMischief>(std::move(mischief));
    exchange_ = std::make_unique<Exchange>(Exchange::Parts{.scheduler = scheduler_,
                                                           .client = client_,
                                                           .pool = pool_,
                                                           .grandpa = grandpa_->gadget(),
                                                           .own = parts_.number,
                                                           .ends = parts_.ends,
                                                           .life = parts_.life,
                                                           .send = parts_.send,
                                                           .on_import_result = parts_.on_import_result,
                                                           .mischief = mischief_.get()});
    exchange_->start();
}

void Node::Hooks::configure(grandpa::GrandpaOptions& options) {
    if (parts_.mischief_seed % 2 == 0) options.voting_rules = grandpa::kVoteForBest;
    if (is_wired_) {
        options.send = [this, send = std::move(options.send)](const grandpa::OutgoingMessage& message) {
            note_own_vote(message);
            send(message);
        };
        // Nobody lies in votes on the wire: the sender is as honest as this node.
        options.report_verdict = [this, report_verdict = std::move(options.report_verdict)](
                                     grandpa::GossipPeer from, grandpa::MessageVerdict verdict) {
            parts_.on_verdict(parts_.number, verdict);
            report_verdict(from, verdict);
        };
        return;
    }
    options.send = [this](const grandpa::OutgoingMessage& message) {
        note_own_vote(message);
        if (exchange_ != nullptr) exchange_->gossip(message.peer, message.from, *message.encoded);
    };
    options.report_verdict = [this](grandpa::GossipPeer from, grandpa::MessageVerdict verdict) {
        parts_.on_verdict(from, verdict);
    };
    options.request_block = [this](const chain::BlockId& block, const std::vector<grandpa::GossipPeer>& peers) {
        if (exchange_ != nullptr) exchange_->request_block(block.hash, peers);
    };
}

void Node::Hooks::note_own_vote(const grandpa::OutgoingMessage& message) {
    const auto* vote = std::get_if<grandpa::VoteMessage>(&message.message);
    // The votes of others are sent too, where they are missing.
    const bool is_own = vote != nullptr && parts_.keys->has(crypto::key_types::kGrandpa, vote->message.id.bytes);
    if (is_own) parts_.on_vote(*vote);
}

Result<std::unique_ptr<Node>, std::string> Node::start(NodeParts parts) {
    std::unique_ptr<Node> node(new Node(std::move(parts)));
    TRY(node->start());
    return node;
}

node::NodeOptions Node::options() {
    node::NodeOptions out;
    out.name = out.label = parts_.label;
    out.version = out.peer_id = "0";
    out.authority = parts_.is_validator;
    out.keys = parts_.keys;
    out.database.open_store = [this] {
        return Result<std::unique_ptr<storage::Store>, storage::StoreError>(parts_.disk.open());
    };
    out.executor.shared_runtimes = parts_.runtimes;
    const size_t factor = parts_.bug == Bug::kUnboundedPool ? 1000 : 1;
    out.pool = {.ready_count = kMaxReady * factor,
                .ready_bytes = kMaxReadyBytes * factor,
                .future_count = kMaxFuture * factor,
                .future_bytes = kMaxFutureBytes * factor};
    out.disabled_services = {"parachains"};  // whose workers are processes
    if (parts_.bug == Bug::kNoVoters) out.disabled_services.insert("grandpa");
    out.metrics = std::nullopt;
    if (parts_.wire != nullptr) out.network = wire_options(*parts_.wire, parts_.number);
    out.recipe = [this](services::NodeParts& node) {
        node::relay_node(node);
        hooks_ = &node.add<Hooks>(node, parts_);
    };
    return out;
}

Result<void, std::string> Node::start() {
    node::Platform platform{.scheduler = parts_.time.make_scheduler({.label = parts_.label,
                                                                     .unix_skew_ms = parts_.clock_skew_ms,
                                                                     .task_us = parts_.work.task_us,
                                                                     .threads = parts_.work.threads}),
                            .has_sockets = false};
    if (parts_.wire != nullptr) platform.start_network = wire_service(*parts_.wire, parts_.number);
    TRY_ASSIGN(node_, node::Node::start(spec_of(parts_.genesis_state_root), options(), std::move(platform)));
    rpc_ = std::make_unique<RpcClient>(node_->registry(), node_->client(), node_->scheduler(), parts_.mischief_seed,
                                       parts_.on_rpc_violation);
    if (parts_.bug == Bug::kRpcTellsAnotherChain) rpc_->expect_wrong_head();
    rpc_->subscribe();
    return {};
}

Exchange* Node::exchange() noexcept { return hooks_->exchange(); }

void Node::stop() {
    rpc_.reset();
    node_->stop();
}

Node::~Node() = default;

}  // namespace serinus::world
