/// Identify: the id of a peer by its own words, its protocols, its addresses, and the address at which it sees this
/// node. Spec: libp2p identify. Observed: litep2p 0.8 reads at most 4096 bytes
#pragma once

#include <functional>

#include "libp2p/wire/protobuf.hpp"
#include "network/core/module.hpp"

namespace serinus::network {

inline constexpr std::string_view kIdentifyName = "/ipfs/id/1.0.0";
inline constexpr size_t kMaxIdentifyBytes = 4096;

inline constexpr Report kMalformedIdentify{kMalicious, "Malformed identify"};
inline constexpr Report kForeignKey{kMalicious, "Identify with the key of another peer"};

struct IdentifyMessage {
    std::string protocol_version;  ///< "/substrate/1.0"
    std::string agent_version;     ///< "name/version (node name)"
    std::optional<crypto::ed25519::PublicKey> public_key;
    std::vector<wire::Multiaddr> listen_addresses;
    std::optional<wire::Multiaddr> observed_address;
    std::vector<std::string> protocols;
};

/// At most kMaxIdentifyBytes: addresses and protocols at the end are left out if there are too many.
Bytes encode_identify(const IdentifyMessage& message);
/// Addresses that do not decode are left out. Bounded by the size of the message.
Result<IdentifyMessage, wire::ProtobufError> decode_identify(BytesView encoded);

class Identify final : public Module {
  public:
    struct Facts {
        std::string agent_version;
        crypto::ed25519::PublicKey public_key;
    };
    using OnIdentified = std::function<void(ConnectionId, const PeerId&, const IdentifyMessage&, Millis now)>;

    static link::ProtocolRules rules() {
        return {.framing = {.max_message_bytes = kMaxIdentifyBytes}, .max_inbound_per_connection = 2};
    }

    Identify(Host& host, Facts facts, OnIdentified on_identified)
        : host_(host), facts_(std::move(facts)), on_identified_(std::move(on_identified)) {}

    /// The answers of this node from here on.
    void set_listen_addresses(std::vector<wire::Multiaddr> addresses) { listen_addresses_ = std::move(addresses); }
    void set_protocols(std::vector<std::string> protocols) { protocols_ = std::move(protocols); }

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_connection_gone(ConnectionId connection, Millis now) override;
    void on_substream(ConnectionId connection, const PeerId& peer, const link::MessageEvent& event,
                      Millis now) override;

  private:
    Host& host_;
    Facts facts_;
    OnIdentified on_identified_;
    std::vector<wire::Multiaddr> listen_addresses_;
    std::vector<std::string> protocols_;
    std::map<ConnectionId, wire::Multiaddr> remote_addresses_;
    std::map<ConnectionId, link::SubstreamId> asking_;
};

}  // namespace serinus::network
