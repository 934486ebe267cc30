#include "devices/cluster.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"

namespace partita {

Cluster Cluster::of(DeviceClass kind, int count) {
  Cluster out;
  out.name = kind.name;
  out.classes.push_back(std::move(kind));
  out.nodes.push_back({"", -1, 1, {{0, count}}});
  return out;
}

int Cluster::processCount() const {
  int count = 0;
  for (const ClusterNode& node : nodes) count += node.processes;
  return count;
}

int Cluster::deviceCount() const {
  int count = 0;
  for (const ClusterNode& node : nodes) {
    for (const DeviceGroup& group : node.devices) count += node.processes * group.count;
  }
  return count;
}

std::vector<Cluster::Place> Cluster::places() const {
  std::vector<Place> out;
  std::map<std::string, int> hosts;
  int process = 0;
  for (size_t n = 0; n < nodes.size(); ++n) {
    const int entry = static_cast<int>(n);
    const int node = nodes[n].name.empty() ? entry : hosts.try_emplace(nodes[n].name, entry).first->second;
    for (int p = 0; p < nodes[n].processes; ++p, ++process) {
      int local = 0;
      for (const DeviceGroup& group : nodes[n].devices) {
        for (int i = 0; i < group.count; ++i) out.push_back({node, entry, process, local++, group.deviceClass});
      }
    }
  }
  return out;
}

LinkTable::LinkTable(const Cluster& cluster)
    : withinProcess_(cluster.withinProcess),
      withinNode_(cluster.withinNode),
      betweenNodes_(cluster.betweenNodes),
      betweenRacks_(cluster.betweenRacks) {
  // Which overrides name a device on either side: devices with the same answers share a site.
  const auto selects = [&](const DeviceSelector& selector, const Cluster::Place& place) {
    switch (selector.kind) {
      case DeviceSelector::Kind::kClass:
        return selector.index == place.deviceClass;
      case DeviceSelector::Kind::kNode:
        return static_cast<int>(selector.index) == place.node;
      case DeviceSelector::Kind::kRack:
        return static_cast<int>(selector.index) == cluster.nodes[static_cast<size_t>(place.entry)].rack;
    }
    return false;
  };
  std::map<std::vector<bool>, uint32_t> sites;
  std::map<std::pair<int, uint32_t>, uint32_t> known;  // node and class -> site
  for (const Cluster::Place& place : cluster.places()) {
    const auto [at, fresh] = known.try_emplace({place.node, place.deviceClass});
    if (fresh) {
      std::vector<bool> named;
      for (const LinkOverride& entry : cluster.overrides) {
        named.push_back(selects(entry.from, place));
        named.push_back(selects(entry.to, place));
      }
      at->second = sites.try_emplace(std::move(named), static_cast<uint32_t>(sites.size())).first->second;
    }
    homes_.push_back({place.node, place.process, cluster.nodes[static_cast<size_t>(place.entry)].rack, at->second});
  }
  sites_ = sites.size();
  for (const LinkOverride& entry : cluster.overrides) overrides_.push_back(entry.link);
  overrideOf_.assign(sites_ * sites_, -1);
  for (const auto& [a, siteA] : sites) {
    for (const auto& [b, siteB] : sites) {
      for (size_t i = 0; i < overrides_.size(); ++i) {
        if ((a[2 * i] && b[2 * i + 1]) || (a[2 * i + 1] && b[2 * i]))
          overrideOf_[siteA * sites_ + siteB] = static_cast<int>(i);
      }
    }
  }
}

const LinkTable::Home& LinkTable::home(int64_t device) const {
  CHECK(device >= 0 && device < deviceCount(), "device ", device, " of ", homes_.size());
  return homes_[static_cast<size_t>(device)];
}

const Link& LinkTable::tier(const Home& a, const Home& b) const {
  if (a.process == b.process) return withinProcess_;
  if (a.node == b.node) return withinNode_;
  return a.rack == b.rack ? betweenNodes_ : betweenRacks_;
}

const Link& LinkTable::between(int64_t a, int64_t b) const {
  const Home &from = home(a), &to = home(b);
  const int entry = overrideOf_[from.site * sites_ + to.site];
  return entry >= 0 ? overrides_[static_cast<size_t>(entry)] : tier(from, to);
}

const Link& LinkTable::among(absl::Span<const int64_t> devices) const {
  // Of the devices of a site a few stand for all: two of a process, of two processes of a node, of two nodes of a rack,
  // of two racks.
  std::map<uint32_t, std::vector<int64_t>> chosen;
  for (int64_t device : devices) {
    const Home& mine = home(device);
    std::vector<int64_t>& list = chosen[mine.site];
    std::set<int> processes, nodes, racks;
    int beside = 0;
    for (int64_t other : list) {
      const Home& its = home(other);
      beside += its.process == mine.process ? 1 : 0;
      racks.insert(its.rack);
      if (its.rack == mine.rack) nodes.insert(its.node);
      if (its.node == mine.node) processes.insert(its.process);
    }
    const bool wanted = beside > 0           ? beside < 2
                        : !processes.empty() ? processes.size() < 2
                        : !nodes.empty()     ? nodes.size() < 2
                                             : racks.size() < 2;
    if (wanted) list.push_back(device);
  }
  std::vector<int64_t> list;
  for (const auto& [site, members] : chosen) list.insert(list.end(), members.begin(), members.end());
  const Link* slowest = nullptr;
  for (size_t i = 0; i < list.size(); ++i) {
    for (size_t j = i + 1; j < list.size(); ++j) {
      const Link& link = between(list[i], list[j]);
      if (slowest == nullptr || link.rate() < slowest->rate()) slowest = &link;
    }
  }
  return slowest != nullptr ? *slowest : withinProcess_;
}

}  // namespace partita
