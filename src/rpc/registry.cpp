#include "rpc/registry.hpp"

#include <utility>

namespace serinus::rpc {

void Registry::add(std::string name, std::shared_ptr<Entry> entry) {
    has_at_once_ = has_at_once_ || entry->options.is_at_once || entry->options.is_usually_brief;
    const auto [place, is_new] = entries_.emplace(std::move(name), std::move(entry));
    SERINUS_ASSERT(is_new);
    index_.emplace(place->first, place->second.get());
}

void Registry::method(std::string name, MethodOptions options, Method method) {
    later_method(std::move(name), std::move(options),
                 [method = std::move(method)](const Call& call, const Later&) -> std::optional<RpcResult> {
                     return method(call);
                 });
}

void Registry::later_method(std::string name, MethodOptions options, LaterMethod method) {
    const auto entry = std::make_shared<Entry>();
    entry->options = std::move(options);
    entry->method = std::move(method);
    add(std::move(name), entry);
}

void Registry::text_method(std::string name, MethodOptions options, TextMethod method) {
    const auto entry = std::make_shared<Entry>();
    entry->options = std::move(options);
    entry->text_method = std::move(method);
    add(std::move(name), entry);
}

void Registry::subscription(std::string name, std::string notification, std::string unsubscribe, MethodOptions options,
                            Subscribe subscribe) {
    const auto end = std::make_shared<Entry>();
    end->options.safety = options.safety;
    end->options.cost = Cost::kLight;
    end->options.parameters = {"subscription"};
    end->notification = notification;
    end->is_unsubscribe = true;
    const auto entry = std::make_shared<Entry>();
    entry->options = std::move(options);
    entry->subscribe = std::move(subscribe);
    entry->notification = std::move(notification);
    add(std::move(name), entry);
    add(std::move(unsubscribe), end);
}

void Registry::alias(std::string name, const std::string& target) {
    const auto found = entries_.find(target);
    SERINUS_ASSERT(found != entries_.end());
    add(std::move(name), found->second);
}

std::vector<std::string> Registry::names() const {
    std::vector<std::string> names;
    names.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) names.push_back(name);
    return names;
}

const Registry::Entry* Registry::find(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : found->second;
}

}  // namespace serinus::rpc
