#include "rpc/methods/heads.hpp"

#include "rpc/methods/feed.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using chain::FinalizedBlocks;
using chain::ImportedBlock;
using primitives::Header;
using HeaderPtr = std::shared_ptr<const Header>;

/// Ours: after a leap (a synchronisation, a long stall) only the last header is sent, as the reference always does.
constexpr size_t kMaxFinalizedAtOnce = 1024;

/// Headers, each as text once for all who want it. A new subscriber begins with the last one, or with another head.
class HeaderStream {
  public:
    void begin_with(HeaderPtr header) {
        const std::lock_guard lock(mutex_);
        head_ = std::move(header);
        text_ = nullptr;
    }

    /// Unless there is a head already, which is later.
    void begin_at_least_with(HeaderPtr header) {
        const std::lock_guard lock(mutex_);
        if (head_ == nullptr) head_ = std::move(header);
    }

    void send(const HeaderPtr& header) {
        const std::lock_guard lock(mutex_);
        head_ = header;
        text_ = nullptr;
        if (!subscribers_.empty()) subscribers_.send(head_text());
    }

    /// Does not become the head.
    void send_beside(const HeaderPtr& header) {
        const std::lock_guard lock(mutex_);
        if (!subscribers_.empty()) subscribers_.send(shared_text(header_json(*header)));
    }

    void add(std::shared_ptr<Sink> sink) {
        const std::lock_guard lock(mutex_);  // between the head and what comes after it nothing may be missed
        subscribers_.add(std::move(sink), head_text());
    }

  private:
    const std::shared_ptr<const std::string>& head_text() {
        if (text_ == nullptr && head_ != nullptr) text_ = shared_text(header_json(*head_));
        return text_;
    }

    std::mutex mutex_;
    HeaderPtr head_;
    std::shared_ptr<const std::string> text_;
    Subscribers subscribers_;
};

class HeadFeed final : public ClientFeed {
  public:
    explicit HeadFeed(Services& services) : ClientFeed(services, "rpc-heads") {}

    /// After start(): what comes meanwhile must not be missed.
    void read_heads() {
        const auto best = client().find_header(client().best().hash);
        const auto finalized = client().find_header(client().finalized().hash);
        if (best) {
            all.begin_at_least_with(*best);
            best_chain.begin_at_least_with(*best);
        }
        if (finalized) final_chain.begin_at_least_with(*finalized);
    }

    HeaderStream all, best_chain, final_chain;

  private:
    void imported(const ImportedBlock& block) override {
        if (block.is_new_best) {
            all.send(block.header);
            best_chain.send(block.header);
        } else {
            all.send_beside(block.header);
        }
    }

    void finalized(const FinalizedBlocks& blocks) override {
        const bool leap = blocks.blocks.size() > kMaxFinalizedAtOnce;
        for (size_t i = leap ? blocks.blocks.size() : 0; i + 1 < blocks.blocks.size(); ++i) {
            const auto header = client().find_header(blocks.blocks[i].hash);
            if (header && *header != nullptr) final_chain.send(*header);
        }
        final_chain.send(blocks.header);
        if (!blocks.new_best) return;
        const auto header = client().find_header(blocks.new_best->hash);
        if (!header || *header == nullptr) return;
        all.begin_with(*header);  // it was imported before
        best_chain.send(*header);
    }

    void best_changed(const chain::BestChanged& change) override {
        if (!change.route.retracted.empty() || !change.route.enacted.empty()) {
            all.begin_with(change.header);  // it was imported before
            best_chain.send(change.header);
        }
        if (!change.finalized) return;
        const auto header = client().find_header(change.finalized->hash);
        if (header && *header != nullptr) final_chain.send(*header);
    }

    void missed() override {
        if (const auto best = client().find_header(client().best().hash); best && *best != nullptr) {
            all.send(*best);
            best_chain.send(*best);
        }
        const auto finalized = client().find_header(client().finalized().hash);
        if (finalized && *finalized != nullptr) final_chain.send(*finalized);
    }
};

}  // namespace

void add_head_subscriptions(Registry& registry, Services& services) {
    const auto feed = ended_by_owners(std::make_shared<HeadFeed>(services));
    feed->start();
    feed->read_heads();
    const auto subscribe = [&](const char* name, const char* notification, const char* end,
                               HeaderStream HeadFeed::* stream) {
        registry.subscription(name, notification, end, {.cost = Cost::kLight},
                              [feed, stream](const Call&, std::shared_ptr<Sink> sink) -> Result<void, RpcError> {
                                  ((*feed).*stream).add(std::move(sink));
                                  return {};
                              });
    };
    subscribe("chain_subscribeAllHeads", "chain_allHead", "chain_unsubscribeAllHeads", &HeadFeed::all);
    subscribe("chain_subscribeNewHeads", "chain_newHead", "chain_unsubscribeNewHeads", &HeadFeed::best_chain);
    subscribe("chain_subscribeFinalizedHeads", "chain_finalizedHead", "chain_unsubscribeFinalizedHeads",
              &HeadFeed::final_chain);
    for (const char* alias : {"subscribe_newHead", "chain_subscribeNewHead"}) {
        registry.alias(alias, "chain_subscribeNewHeads");
    }
    for (const char* alias : {"unsubscribe_newHead", "chain_unsubscribeNewHead"}) {
        registry.alias(alias, "chain_unsubscribeNewHeads");
    }
    registry.alias("chain_subscribeFinalisedHeads", "chain_subscribeFinalizedHeads");
    registry.alias("chain_unsubscribeFinalisedHeads", "chain_unsubscribeFinalizedHeads");
}

}  // namespace serinus::rpc
