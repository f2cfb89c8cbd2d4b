/// Light clients on a node: answers light/2 with proofs of reads and calls.
#pragma once

#include "protocols/light/light_server.hpp"
#include "services/service.hpp"

namespace serinus::services {

class Light final : public Service, private network::serve::LightProofs {
  public:
    /// `node` must outlive it, but for the lists of protocols and services.
    explicit Light(NodeParts& node);

    void connect(ModuleParts& parts) override;

  private:
    // Any thread; each question reads one snapshot.
    std::optional<Bytes> prove_call(const network::serve::LightCall& call) override;
    std::optional<Bytes> prove_read(const network::serve::LightRead& read) override;

    chain::Client& client_;
    const network::link::ProtocolIndex protocol_;
};

/// For recipes.
void add_light(NodeParts& node);

}  // namespace serinus::services
