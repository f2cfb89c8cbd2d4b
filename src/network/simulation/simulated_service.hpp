/// The network of a node on simulated links: everything but the sockets is that of a real node.
#pragma once

#include "network/service/service.hpp"
#include "network/simulation/byte_links.hpp"

namespace serinus::network::simulation {

/// As NetworkService::start(), for the machine `machine` of `links`, which listens at all the addresses of the options.
/// `scheduler` is of the virtual time of the links. All of it runs on a lane of the scheduler.
std::unique_ptr<NetworkService> start_service(platform::Scheduler& scheduler, ServiceOptions options,
                                              ModuleFactory factory, ByteLinks& links, MachineId machine);

}  // namespace serinus::network::simulation
