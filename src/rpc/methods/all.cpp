#include "rpc/services.hpp"

namespace serinus::rpc {

void add_all(Registry& registry, Services& services) {
    add_author(registry, services);
    add_chain(registry, services);
    add_state(registry, services);
    add_child_state(registry, services);
    add_system(registry, services);
    add_payment(registry, services);
    add_offchain(registry, services);
    add_babe(registry, services);
    add_mmr(registry, services);
    add_sync_state(registry, services);
    add_dev(registry, services);
    add_governance(registry, services);
    add_cores(registry, services);
    add_dev_blocks(registry, services);
    add_engine(registry, services);
    add_chain_spec(registry, services);
    add_chain_head(registry, services);
    add_transaction(registry, services);
    add_archive(registry, services);
    add_bitswap(registry, services);
    add_rpc_methods(registry);
}

}  // namespace serinus::rpc
