/// beefy_*: what BEEFY has proven. Observed: sc-consensus-beefy-rpc, polkadot-sdk v1.1.0
#include "rpc/methods/access.hpp"
#include "rpc/methods/feed.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using BeefyService = consensus::beefy::Service;

/// Listens to the service as long as it lives.
class BeefyFeed {
  public:
    BeefyFeed(BeefyService& service, Services& services)
        : service_(service),
          lane_(services.scheduler.make_lane({.name = "rpc-beefy"})),
          subscribers_(std::make_shared<Subscribers>()) {
        id_ = service_.subscribe([lane = lane_, subscribers = subscribers_](std::shared_ptr<const Bytes> bytes) {
            // One that finds no room is not sent: the next one proves more.
            (void)lane->post([subscribers, bytes] {
                if (!subscribers->empty()) subscribers->send(shared_text(hex(BytesView(*bytes))));
            });
        });
    }
    ~BeefyFeed() { service_.unsubscribe(id_); }
    BeefyFeed(const BeefyFeed&) = delete;
    BeefyFeed& operator=(const BeefyFeed&) = delete;

    void add(std::shared_ptr<Sink> sink) { subscribers_->add(std::move(sink), nullptr); }

  private:
    BeefyService& service_;
    std::shared_ptr<platform::Lane> lane_;
    std::shared_ptr<Subscribers> subscribers_;
    uint64_t id_ = 0;
};

}  // namespace

void add_beefy(Registry& registry, Services& services) {
    const auto version = services.client.api_version(services.client.best().hash, "BeefyApi");
    if (!version || !*version) return;
    constexpr int kNotReady = 1;
    // As in the reference, a node that does not run BEEFY has the methods too: nothing is ever proven there.
    BeefyService* service = services.beefy;
    registry.method("beefy_getFinalizedHead", {.cost = Cost::kLight}, [service](const Call&) -> RpcResult {
        const auto head = service == nullptr ? std::nullopt : service->finalized_head();
        if (!head) return Err(RpcError{kNotReady, "BEEFY RPC endpoint not ready"});
        return hex(*head);
    });
    const auto feed = service == nullptr ? nullptr : std::make_shared<BeefyFeed>(*service, services);
    registry.subscription("beefy_subscribeJustifications", "beefy_justifications", "beefy_unsubscribeJustifications",
                          {.cost = Cost::kLight},
                          [feed](const Call&, std::shared_ptr<Sink> sink) -> Result<void, RpcError> {
                              if (feed != nullptr) feed->add(std::move(sink));
                              return {};
                          });
}

}  // namespace serinus::rpc
