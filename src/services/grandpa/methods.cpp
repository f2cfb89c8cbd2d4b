#include "services/grandpa/methods.hpp"

#include "rpc/methods/access.hpp"
#include "rpc/methods/feed.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::services {
namespace {

namespace json = boost::json;
using consensus::grandpa::RoundState;
using GrandpaView = consensus::grandpa::VoterView;

constexpr int kNotReady = 1;
constexpr int kProveFinality = 4;

/// Sorted.
rpc::Json authorities(std::vector<ByteArray<32>> keys, crypto::ss58::Prefix prefix) {
    std::ranges::sort(keys);
    json::array out;
    for (const auto& key : keys) {
        out.emplace_back(crypto::ss58::encode(prefix, key));
    }
    return out;
}

rpc::Json round_json(const RoundState& round, crypto::ss58::Prefix prefix) {
    return json::object{{"round", round.round},
                        {"totalWeight", round.total_weight},
                        {"thresholdWeight", round.threshold_weight},
                        {"prevotes", json::object{{"currentWeight", round.prevotes_weight},
                                                  {"missing", authorities(round.prevotes_missing, prefix)}}},
                        {"precommits", json::object{{"currentWeight", round.precommits_weight},
                                                    {"missing", authorities(round.precommits_missing, prefix)}}}};
}

rpc::RpcResult round_state(const GrandpaView& service, crypto::ss58::Prefix prefix) {
    const auto state = service.state();
    ENSURE(state, rpc::RpcError(kNotReady, "GRANDPA RPC endpoint not ready"));
    json::array background;
    for (const auto& round : state->background) background.push_back(round_json(round, prefix));
    return json::object{
        {"setId", state->set_id}, {"best", round_json(state->best, prefix)}, {"background", std::move(background)}};
}

rpc::RpcResult prove_finality(GrandpaView& service, const rpc::Params& params) {
    TRY_ASSIGN(const uint64_t block, params.number(0, "block", UINT32_MAX));
    const auto proof = service.prove_finality(static_cast<uint32_t>(block));
    if (!proof) {
        return Err(rpc::RpcError{kProveFinality, "GRANDPA prove finality rpc failed: " + proof.error()});
    }
    return rpc::hex_or_null(*proof);
}

/// Listens to the service as long as it lives.
class JustificationFeed {
  public:
    JustificationFeed(GrandpaView& service, platform::Scheduler& scheduler)
        : service_(service),
          lane_(scheduler.make_lane({.name = "rpc-justifs"})),
          subscribers_(std::make_shared<rpc::Subscribers>()) {
        id_ = service_.subscribe([lane = lane_, subscribers = subscribers_](std::shared_ptr<const Bytes> bytes) {
            // One that finds no room is not sent: the next one proves more.
            (void)lane->post([subscribers, bytes] {
                if (!subscribers->empty()) subscribers->send(rpc::shared_text(rpc::hex(BytesView(*bytes))));
            });
        });
    }
    ~JustificationFeed() { service_.unsubscribe(id_); }
    JustificationFeed(const JustificationFeed&) = delete;
    JustificationFeed& operator=(const JustificationFeed&) = delete;

    void add(std::shared_ptr<rpc::Sink> sink) { subscribers_->add(std::move(sink), nullptr); }

  private:
    GrandpaView& service_;
    std::shared_ptr<platform::Lane> lane_;
    std::shared_ptr<rpc::Subscribers> subscribers_;
    uint64_t id_ = 0;
};

}  // namespace

void add_grandpa_methods(rpc::Registry& registry, const chain::ChainSpec& spec, platform::Scheduler& scheduler,
                         GrandpaView& service) {
    registry.method(
        "grandpa_roundState", {.cost = rpc::Cost::kLight},
        [&service, prefix = rpc::address_prefix(spec)](const rpc::Call&) { return round_state(service, prefix); });
    registry.method("grandpa_proveFinality", {.parameters = {"block"}},
                    [&service](const rpc::Call& call) { return prove_finality(service, call.params); });
    const auto feed = std::make_shared<JustificationFeed>(service, scheduler);
    registry.subscription("grandpa_subscribeJustifications", "grandpa_justifications",
                          "grandpa_unsubscribeJustifications", {.cost = rpc::Cost::kLight},
                          [feed](const rpc::Call&, std::shared_ptr<rpc::Sink> sink) -> Result<void, rpc::RpcError> {
                              feed->add(std::move(sink));
                              return {};
                          });
}

}  // namespace serinus::services
