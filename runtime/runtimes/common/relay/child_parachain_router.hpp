/// Messages in XCM from a relay chain to its parachains, in the version that each knows.
/// Source: polkadot-runtime-common 21, src/xcm_sender.rs
#pragma once

#include "runtime/xcm/builders/fees.hpp"
#include "runtime/xcm/builders/places.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::relay {

/// `T`: Configuration, Dmp and Paras, kBaseFee and kByteFee (what a message costs while the para's queue is short), and
/// `wrap(destination, program)`: the program in the destination's version, nullopt if that cannot say it.
template <class T>
class ChildParachainRouter final : public xcm::Router {
  public:
    Result<xcm::PricedTicket, xcm::SendError> validate(const xcm::Location& destination,
                                                       const xcm::Program& message) const override {
        using Code = xcm::SendError::Code;
        ENSURE(xcm::is_child_parachain(destination), xcm::SendError(Code::NotApplicable));
        const auto para = para_of(destination);
        const uint128_t price =
            xcm::exponential_price(T::Dmp::fee_factor(para), T::kBaseFee, T::kByteFee, message.encoded_size());
        const std::optional<xcm::VersionedXcm> versioned = T::wrap(destination, message);
        ENSURE(versioned, xcm::SendError(Code::DestinationUnsupported));
        ENSURE(xcm::is_decodable(*versioned), xcm::SendError(Code::ExceedsMaxMessageSize));
        Bytes encoded = versioned->encoded();
        ENSURE(T::Dmp::has_room(T::Configuration::config(), para, encoded),
               xcm::SendError(Code::ExceedsMaxMessageSize));
        ENSURE(T::Paras::storage.Heads.exists(para), xcm::SendError(Code::Unroutable));
        return xcm::PricedTicket{{0, destination, std::move(encoded), {}}, {{xcm::Asset::fungible({}, price)}}};
    }

    Result<xcm::XcmHash, xcm::SendError> deliver(const xcm::Ticket& ticket) const override {
        const auto para = para_of(ticket.destination);
        ENSURE(T::Dmp::queue_downward_message(T::Configuration::config(), para, ticket.message),
               xcm::SendError(xcm::SendError::Code::Transport, "the para's queue takes no message"));
        return sdk::host::blake2_256(ticket.message).bytes;
    }

  private:
    static polkadot_primitives::ParaId para_of(const xcm::Location& destination) {
        return {static_cast<uint32_t>(destination.interior[0].number)};
    }
};

}  // namespace serinus::relay
