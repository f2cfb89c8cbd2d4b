/// The bodies of xcm.hpp: questions to other chains, and their answers.
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"

namespace serinus::pallet_xcm {

template <class T>
uint64_t Pallet<T>::add_query(const xcm::Location& responder, Notify notify, BlockNumber timeout,
                              const xcm::Location& querier) {
    const uint64_t id = storage.QueryCounter.get();
    storage.QueryCounter.put(saturating_add(id, uint64_t{1}));
    storage.Queries.put(
        id, QueryStatus{typename QueryStatus::Pending{responder, xcm::VersionedLocation(querier), notify, timeout}});
    return id;
}

template <class T>
uint64_t Pallet<T>::new_query(const xcm::Location& responder, BlockNumber timeout, const xcm::Location& querier) {
    return add_query(responder, std::nullopt, timeout, querier);
}

template <class T>
uint64_t Pallet<T>::new_notify_query(const xcm::Location& responder, std::pair<uint8_t, uint8_t> notify,
                                     BlockNumber timeout, const xcm::Location& querier) {
    return add_query(responder, notify, timeout, querier);
}

template <class T>
xcm::XcmResultOf<uint64_t> Pallet<T>::add_report(xcm::Program& message, const xcm::Location& responder, Notify notify,
                                                 Weight max_weight, BlockNumber timeout) {
    auto here = xcm::invert_target(T::executor().universal_location(), responder);
    ENSURE(here, xcm::Error(xcm::Error::Code::LocationNotInvertible));
    const uint64_t id = add_query(responder, notify, timeout, xcm::Location::here());
    const xcm::Program report{{.op = xcm::Op::ReportError, .info = {*std::move(here), id, max_weight}}};
    xcm::Program reporting{{.op = xcm::Op::SetAppendix, .program = report}};
    reporting.append(message);
    message = std::move(reporting);
    return id;
}

template <class T>
xcm::XcmResultOf<uint64_t> Pallet<T>::report_outcome(xcm::Program& message, const xcm::Location& responder,
                                                     BlockNumber timeout) {
    return add_report(message, responder, std::nullopt, Weight::zero(), timeout);
}

template <class T>
xcm::XcmResult Pallet<T>::report_outcome_notify(xcm::Program& message, const xcm::Location& responder,
                                                const RuntimeCall& notify, BlockNumber timeout) {
    const Bytes encoded = scale::encode(notify);
    TRY(add_report(message, responder, std::pair(encoded[0], encoded[1]), notify.info().weight, timeout));
    return {};
}

template <class T>
QueryAnswer Pallet<T>::take_response(uint64_t query_id) {
    using Kind = QueryAnswer::Kind;
    const auto query = storage.Queries.get(query_id);
    if (!query) return {Kind::NotFound, {}, {}};
    if (const auto* const pending = std::get_if<typename QueryStatus::Pending>(&query->v)) {
        return {Kind::Pending, pending->timeout, {}};
    }
    const auto* const ready = std::get_if<typename QueryStatus::Ready>(&query->v);
    auto response = ready ? ready->response.latest() : std::nullopt;
    if (!response) return {Kind::UnexpectedVersion, {}, {}};
    storage.Queries.remove(query_id);
    deposit_event(typename Event::ResponseTaken{query_id});
    return {Kind::Ready, ready->at, *std::move(response)};
}

template <class T>
bool Pallet<T>::Responses::is_expected(const xcm::Location& origin, uint64_t query_id,
                                       const xcm::Location* querier) const {
    const auto query = storage.Queries.get(query_id);
    if (!query) return false;
    if (const auto* const notifier = std::get_if<typename QueryStatus::VersionNotifier>(&query->v)) {
        return notifier->origin.latest() == origin;
    }
    const auto* const pending = std::get_if<typename QueryStatus::Pending>(&query->v);
    if (!pending || pending->responder.latest() != origin) return false;
    return !pending->maybe_match_querier || (querier && pending->maybe_match_querier->latest() == *querier);
}

template <class T>
Weight Pallet<T>::Responses::on_response(const xcm::Location& origin, uint64_t query_id, const xcm::Location* querier,
                                         const xcm::Response& response, Weight max_weight, const xcm::Context&) const {
    const auto query = storage.Queries.get(query_id);
    if (query) {
        const auto* const notifier = std::get_if<typename QueryStatus::VersionNotifier>(&query->v);
        if (notifier && response.kind == xcm::Response::Kind::Version) {
            note_version(origin, query_id, *notifier, response.version);
            return Weight::zero();
        }
        if (const auto* const pending = std::get_if<typename QueryStatus::Pending>(&query->v)) {
            return note_answer(origin, query_id, querier, *pending, response, max_weight);
        }
    }
    deposit_event(typename Event::UnexpectedResponse{origin, query_id});
    return Weight::zero();
}

template <class T>
void Pallet<T>::note_version(const xcm::Location& origin, uint64_t query_id,
                             const typename QueryStatus::VersionNotifier& query, uint32_t version) {
    const auto expected = query.origin.latest();
    if (expected != origin) {
        deposit_event(typename Event::InvalidResponder{origin, query_id, expected});
        return;
    }
    if (!query.is_active) {
        storage.Queries.put(query_id, QueryStatus{typename QueryStatus::VersionNotifier{origin, true}});
    }
    storage.SupportedVersion.put(kXcmVersion, origin, version);
    deposit_event(typename Event::SupportedVersionChanged{origin, version});
}

/// An answer that is not what was asked for leaves the question open.
template <class T>
Weight Pallet<T>::note_answer(const xcm::Location& origin, uint64_t query_id, const xcm::Location* querier,
                              const typename QueryStatus::Pending& query, const xcm::Response& response,
                              Weight max_weight) {
    if (query.maybe_match_querier) {
        const auto expected = query.maybe_match_querier->latest();
        if (!expected) {
            deposit_event(typename Event::InvalidQuerierVersion{origin, query_id});
            return Weight::zero();
        }
        if (!querier || *querier != *expected) {
            deposit_event(typename Event::InvalidQuerier{
                origin, query_id, *expected, querier ? std::optional<xcm::Location>(*querier) : std::nullopt});
            return Weight::zero();
        }
    }
    const auto responder = query.responder.latest();
    if (!responder) {
        deposit_event(typename Event::InvalidResponderVersion{origin, query_id});
        return Weight::zero();
    }
    if (*responder != origin) {
        deposit_event(typename Event::InvalidResponder{origin, query_id, responder});
        return Weight::zero();
    }
    if (query.maybe_notify) return notify(origin, query_id, *query.maybe_notify, response, max_weight);
    deposit_event(typename Event::ResponseReady{query_id, response});
    storage.Queries.put(query_id, QueryStatus{typename QueryStatus::Ready{response, T::System::block_number()}});
    return Weight::zero();
}

/// Makes the call that waits for the answer; gives what that weighs.
template <class T>
Weight Pallet<T>::notify(const xcm::Location& origin, uint64_t query_id, std::pair<uint8_t, uint8_t> wanted,
                         const xcm::Response& response, Weight max_weight) {
    const auto [pallet, index] = wanted;
    const Bytes encoded = scale::encode(std::tuple(pallet, index, query_id, response));
    scale::Decoder in(encoded);
    RuntimeCall call;
    if (!scale::decode_into(in, call)) {
        deposit_event(typename Event::NotifyDecodeFailed{query_id, pallet, index});
        return Weight::zero();
    }
    storage.Queries.remove(query_id);
    const Weight weight = call.info().weight;
    if (weight.any_gt(max_weight)) {
        deposit_event(typename Event::NotifyOverweight{query_id, pallet, index, weight, max_weight});
        return Weight::zero();
    }
    const auto result = call.dispatch(RuntimeOrigin::of_pallet<Pallet>({typename Origin::Response{origin}}));
    if (result) {
        deposit_event(typename Event::Notified{query_id, pallet, index});
    } else {
        deposit_event(typename Event::NotifyDispatchError{query_id, pallet, index});
    }
    return post_info_of(result).actual_weight.value_or(weight);
}

}  // namespace serinus::pallet_xcm
