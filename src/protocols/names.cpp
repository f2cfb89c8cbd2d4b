#include "protocols/names.hpp"

#include "base/hex.hpp"

namespace serinus::protocols {

ProtocolNames::ProtocolNames(const chain::ChainSpec& spec, const Hash256& genesis)
    : chain_("/" + to_hex(genesis.bytes)), legacy_("/" + spec.protocol_id.value_or("sup")) {
    if (spec.fork_id && !spec.fork_id->empty()) chain_ += "/" + *spec.fork_id;
}

}  // namespace serinus::protocols
