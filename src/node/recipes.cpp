#include "node/recipes.hpp"

#include "collator/client_relay_chain.hpp"
#include "runtime_api/authority_discovery.hpp"
#include "services/beefy/beefy.hpp"
#include "services/block_announces/block_announces.hpp"
#include "services/collator/block_recovery.hpp"
#include "services/collator/collating.hpp"
#include "services/collator/relay_heads.hpp"
#include "services/collator/relay_rpc.hpp"
#include "services/discovery/discovery.hpp"
#include "services/grandpa/grandpa.hpp"
#include "services/light/light.hpp"
#include "services/parachain/parachains.hpp"
#include "services/transactions/transactions.hpp"
#include "services/warp/warp.hpp"

namespace serinus::node {
namespace {

/// Of Polkadot, Kusama and their test networks: delays of recovery are counted in it
constexpr uint64_t kRelaySlotMs = 6'000;

/// The services of all nodes of a relay chain.
void add_relay_services(services::NodeParts& node, const services::Discovery& discovery) {
    services::Sync& sync = services::add_sync(node);
    services::add_warp(node, sync, services::Warp::Target::kProven);
    services::add_block_announces(node, sync);
    services::add_light(node);
    services::add_transactions(node);
    services::Grandpa& grandpa = services::add_grandpa(node, sync);
    services::add_beefy(node);
    services::add_parachains(node, discovery, grandpa);
}

/// The services of the relay chain's network that a parachain's node uses.
void add_services_for_parachain(services::NodeParts& node, const services::Discovery& discovery, bool is_collator,
                                RelayOfParachain& out) {
    out.povs = &services::add_pov_source(node, *out.chain, discovery);
    if (is_collator) out.protocol = &services::add_collator_protocol(node, *out.chain, discovery, out.para);
}

}  // namespace

void relay_node(services::NodeParts& node) { add_relay_services(node, services::add_discovery(node)); }

RelayOfParachain relay_node_of_parachain(services::NodeParts& node, polkadot_primitives::ParaId para,
                                         bool is_collator) {
    const services::Discovery& discovery = services::add_discovery(node, {.looks_up_authorities = true});
    add_relay_services(node, discovery);
    RelayOfParachain out{.chain = std::make_shared<collator::ClientRelayChain>(node.client), .para = para};
    add_services_for_parachain(node, discovery, is_collator, out);
    return out;
}

RelayOfParachain relay_network_of_parachain(services::NodeParts& node, polkadot_primitives::ParaId para,
                                            bool is_collator, const std::vector<std::string>& urls,
                                            std::function<bool()> should_stop) {
    const auto chain = services::add_relay_rpc(node, urls, std::move(should_stop)).chain();
    const services::Discovery& discovery = services::add_discovery(
        node, {.looks_up_authorities = true, .ask = [chain] {
                   return chain->calls().ask(chain->best().hash, runtime_api::authority_discovery::kAuthorities);
               }});
    RelayOfParachain out{.chain = chain, .para = para, .interrupt = [chain] { chain->interrupt(); }};
    add_services_for_parachain(node, discovery, is_collator, out);
    return out;
}

void parachain_node(services::NodeParts& node, const RelayOfParachain& relay) {
    services::add_discovery(node);
    services::Sync& sync = services::add_sync(node);
    services::Warp& warp = services::add_warp(node, sync, services::Warp::Target::kTold);
    services::add_block_announces(node, sync);
    services::add_light(node);
    services::add_transactions(node);
    const auto delay = relay.protocol != nullptr ? collator::RecoveryDelay::of_collator(kRelaySlotMs)
                                                 : collator::RecoveryDelay::of_full_node(kRelaySlotMs);
    const auto recover = [&povs = *relay.povs](auto receipt, const Hash256& seen_at, auto on_pov) {
        povs.recover(std::move(receipt), seen_at, std::move(on_pov));
    };
    services::BlockRecovery& recovery =
        services::add_block_recovery(node, sync, {*relay.chain, recover, relay.limit}, relay.para, delay);
    services::add_relay_heads(node, recovery, warp, *relay.chain, relay.para);
    if (relay.protocol != nullptr) services::add_collating(node, {*relay.chain, *relay.protocol}, relay.para);
}

}  // namespace serinus::node
