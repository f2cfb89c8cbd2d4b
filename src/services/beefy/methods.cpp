#include "services/beefy/methods.hpp"

#include "rpc/methods/access.hpp"
#include "rpc/methods/feed.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/beefy/beefy.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::services {
namespace {

using BeefyView = consensus::beefy::VoterView;

/// Sends justifications to subscribers as long as it lives.
class BeefyFeed {
  public:
    BeefyFeed(BeefyView& service, platform::Scheduler& scheduler)
        : service_(service),
          lane_(scheduler.make_lane({.name = "rpc-beefy"})),
          subscribers_(std::make_shared<rpc::Subscribers>()) {
        id_ = service_.subscribe([lane = lane_, subscribers = subscribers_](std::shared_ptr<const Bytes> bytes) {
            // One that finds no room is not sent: the next one proves more.
            (void)lane->post([subscribers, bytes] {
                if (!subscribers->empty()) subscribers->send(rpc::shared_text(rpc::hex(BytesView(*bytes))));
            });
        });
    }
    ~BeefyFeed() { service_.unsubscribe(id_); }
    BeefyFeed(const BeefyFeed&) = delete;
    BeefyFeed& operator=(const BeefyFeed&) = delete;

    void add(std::shared_ptr<rpc::Sink> sink) { subscribers_->add(std::move(sink), nullptr); }

  private:
    BeefyView& service_;
    std::shared_ptr<platform::Lane> lane_;
    std::shared_ptr<rpc::Subscribers> subscribers_;
    uint64_t id_ = 0;
};

}  // namespace

void add_beefy_methods(rpc::Registry& registry, chain::Client& client, platform::Scheduler& scheduler,
                       BeefyView* service) {
    const auto version = client.calls().find_api(client.best().hash, runtime_api::beefy::kGenesis);
    if (!version || !*version) return;
    constexpr int kBeefyNotReady = 1;
    registry.method("beefy_getFinalizedHead", {.cost = rpc::Cost::kLight},
                    [service](const rpc::Call&) -> rpc::RpcResult {
                        const auto head = service == nullptr ? std::nullopt : service->finalized_head();
                        if (!head) return Err(rpc::RpcError{kBeefyNotReady, "BEEFY RPC endpoint not ready"});
                        return rpc::hex(*head);
                    });
    const auto feed = service == nullptr ? nullptr : std::make_shared<BeefyFeed>(*service, scheduler);
    registry.subscription("beefy_subscribeJustifications", "beefy_justifications", "beefy_unsubscribeJustifications",
                          {.cost = rpc::Cost::kLight},
                          [feed](const rpc::Call&, std::shared_ptr<rpc::Sink> sink) -> Result<void, rpc::RpcError> {
                              if (feed != nullptr) feed->add(std::move(sink));
                              return {};
                          });
}

}  // namespace serinus::services
