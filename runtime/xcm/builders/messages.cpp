#include "runtime/xcm/builders/messages.hpp"

#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {

using sdk::ProcessMessageError;

Result<bool, ProcessMessageError> process_message(const Config& config, BytesView message, const Location& origin,
                                                  sdk::WeightMeter& meter, XcmHash& id) {
    const auto versioned = VersionedXcm::decode(message, kMaxDecodeDepth);
    ENSURE(versioned, ProcessMessageError{ProcessMessageError::Corrupt{}});
    auto program = versioned->latest();
    ENSURE(program, ProcessMessageError{ProcessMessageError::Unsupported{}});
    auto prepared = prepare(config, std::move(*program), Weight::max());
    ENSURE(prepared, ProcessMessageError{ProcessMessageError::Unsupported{}});
    const Weight required = prepared->weight;
    ENSURE(meter.can_consume(required), ProcessMessageError{ProcessMessageError::Overweight{required}});

    const Outcome outcome = execute(config, origin, std::move(*prepared), id, Weight::zero());
    meter.consume(outcome.used);
    return outcome.kind == Outcome::Kind::Complete;
}

XcmResultOf<Program> payment_program(const Config& config, const Payment& payment, const Junctions& payer,
                                     uint64_t query_id) {
    auto here = invert_target(config.universal_location(), payment.asset_location);
    ENSURE(here, Error(Error::Code::LocationNotInvertible));
    const Program report{{.op = Op::SetFeesMode, .flag = true},
                         {.op = Op::ReportError, .info = {std::move(*here), query_id, {}}}};
    return Program{{.op = Op::DescendOrigin, .interior = payer},
                   {.op = Op::UnpaidExecution},
                   {.op = Op::SetAppendix, .program = report},
                   {.op = Op::TransferAsset,
                    .assets = {{Asset::fungible(payment.asset, payment.amount)}},
                    .location = payment.beneficiary}};
}

PaymentStatus payment_status(const Response& response) {
    if (response.kind != Response::Kind::ExecutionResult) return PaymentStatus::Unknown;
    return response.result ? PaymentStatus::Failure : PaymentStatus::Success;
}

}  // namespace serinus::xcm
